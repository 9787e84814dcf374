namespace Millrace.Hosting.Artifacts;

/// <summary>The files in a folder that a job needs besides assemblies, such as a text that it reads by default.</summary>
internal static class ContentFiles
{
    private static readonly string[] BuildFiles = [".exe", ".pdb", ".deps.json", ".runtimeconfig.json", ".runtimeconfig.dev.json"];

    /// <summary>Returns the content files beside a built assembly, including native libraries that no package brings.</summary>
    /// <param name="folder">The output folder of a build.</param>
    public static IEnumerable<ArtifactFile> Beside(string folder) =>
        Under(folder).Where(name => !IsBuilt(folder, name)).Select(name => ArtifactFile.At(name, Path.Combine(folder, name)));

    /// <summary>
    /// Returns the names of a folder's files. Hidden files and folders are left out, as are links to folders, and subfolders that
    /// are the output of another build, such as <c>publish</c>.
    /// </summary>
    public static IEnumerable<string> Under(string folder) => Under(folder, "").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Under(string folder, string prefix)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(static e => !e.Name.StartsWith('.')))
        {
            if (entry is FileInfo)
            {
                yield return prefix + entry.Name;
            }
            else if (entry.LinkTarget is null && !IsOutput(entry.FullName))
            {
                foreach (var name in Under(entry.FullName, $"{prefix}{entry.Name}/")) yield return name;
            }
        }
    }

    private static bool IsOutput(string folder) =>
        Directory.EnumerateFiles(folder, "*.deps.json").Any() || Directory.EnumerateFiles(folder, "*.runtimeconfig.json").Any();

    /// <summary>Whether a build creates the file: assemblies and their companions, their documentation, and the program that starts one.</summary>
    private static bool IsBuilt(string folder, string name) =>
        (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && (!AssemblyHeader.IsNative(Path.Combine(folder, name)) || IsOfHost(name)))
        || BuildFiles.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        || name.StartsWith("runtimes/", StringComparison.Ordinal)
        || (Path.GetExtension(name) is "" or ".xml" && File.Exists(Path.Combine(folder, Path.ChangeExtension(name, ".dll"))));

    /// <summary>Whether a native library comes with the engine: a program that refers to the embedded cluster has those of its packages too.</summary>
    private static bool IsOfHost(string name) => File.Exists(Path.Combine(AppContext.BaseDirectory, name));
}
