using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>Code of an artifact needs an assembly that neither the artifact nor the host provides.</summary>
internal sealed class MissingAssemblyException(string name) : FileNotFoundException(MessageOf(name), name)
{
    private static string MessageOf(string name) => HostAssemblies.Provides(name)
        ? $"The job needs the assembly {name}, which is of the embedded cluster and not there on a task manager. Keep it to the job's main program."
        : $"The job needs the assembly {name}, which is not in the artifact. Build the project again, or publish it, and submit that.";
}
