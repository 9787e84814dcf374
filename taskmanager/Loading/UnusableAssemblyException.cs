namespace Millrace.TaskManager.Loading;

/// <summary>An artifact has an assembly that its code needs, but this cannot be used.</summary>
internal sealed class UnusableAssemblyException : Exception
{
    private const string Remedy = "build it again, or publish it, and submit that.";

    private UnusableAssemblyException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>Creates the exception for a file that cannot be loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="by">The file of the assembly that references it.</param>
    /// <param name="cause">Why it cannot be loaded.</param>
    public static UnusableAssemblyException Damaged(string path, string by, Exception cause) =>
        new($"{Path.GetFileName(path)}, which {Path.GetFileName(by)} needs, cannot be loaded: it is damaged, or was not built for this platform. Clean the job's project, {Remedy}", cause);

    /// <summary>Creates the exception for an assembly whose version is lower than the referenced one.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="version">Its version.</param>
    /// <param name="needed">The referenced version.</param>
    /// <param name="by">The file of the assembly that references it.</param>
    public static UnusableAssemblyException Old(string path, Version version, Version needed, string by) =>
        new($"{Path.GetFileName(by)} needs version {needed} of {Path.GetFileName(path)}, and the artifact has version {version}. Reference {needed} or later in the job's project, {Remedy}");
}
