using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>Code of an artifact needs an assembly that neither the artifact nor the host provides.</summary>
internal sealed class MissingAssemblyException(string name, string by = "") : FileNotFoundException(MessageOf(name, by), name)
{
    private static string MessageOf(string name, string by) => HostAssemblies.Provides(name)
        ? $"The job needs the assembly {name}, which belongs to the embedded cluster and is not available on a task manager. Use it only in the job's main program."
        : $"The job needs the assembly {name}{(by.Length > 0 ? $" (referenced by {by})" : "")}, which is not in the artifact. Build the project again, or publish it, and submit that.";
}
