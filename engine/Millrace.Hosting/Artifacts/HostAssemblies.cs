using System.Collections.Frozen;

namespace Millrace.Hosting.Artifacts;

/// <summary>The assemblies that an artifact need not bring, by simple name.</summary>
public static class HostAssemblies
{
    /// <summary>The assemblies that the host shares with all jobs, because their types pass between them.</summary>
    private static readonly FrozenSet<string> Shared = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Millrace.Api", "Millrace.Operators", "MessagePack", "MessagePack.Annotations");

    /// <summary>The embedded cluster, which a job program runs on by itself, and a task manager never loads.</summary>
    private static readonly FrozenSet<string> Embedded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Millrace.Local", "Millrace.Testing", "Millrace.Core", "Millrace.Runtime", "Millrace.Hosting", "jobmanager", "taskmanager");

    /// <summary>Whether jobs use the host's assembly of this name, whatever they bring.</summary>
    public static bool IsShared(string assembly) => Shared.Contains(assembly);

    /// <summary>Whether an assembly, or a package, belongs to the host or to the embedded cluster and stays out of artifacts.</summary>
    public static bool Provides(string assembly) => Shared.Contains(assembly) || Embedded.Contains(assembly);
}
