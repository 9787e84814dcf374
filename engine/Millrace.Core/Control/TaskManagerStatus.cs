namespace Millrace.Core.Control;

/// <summary>The status of a task manager's process, independent of what runs on it.</summary>
/// <param name="Memory">The memory of the process, in bytes.</param>
/// <param name="Artifacts">The artifacts whose code it has loaded.</param>
public sealed record TaskManagerStatus(long Memory, IReadOnlyList<LoadedArtifact> Artifacts)
{
    /// <summary>The number of its slots held by tasks that do not terminate.</summary>
    public int PinnedSlots { get; init; }

    /// <summary>The purposes of the threads that do not return from job code.</summary>
    public IReadOnlyList<string> StuckThreads { get; init; } = [];
}
