namespace Millrace.Core.Control;

/// <summary>How the process of a task manager stands, whatever runs on it.</summary>
/// <param name="Memory">The memory of the process, in bytes.</param>
/// <param name="Artifacts">The artifacts whose code it has loaded.</param>
public sealed record TaskManagerStatus(long Memory, IReadOnlyList<LoadedArtifact> Artifacts)
{
    /// <summary>How many of its slots are held by tasks that do not end.</summary>
    public int PinnedSlots { get; init; }

    /// <summary>What the threads were started for that do not return from the code of jobs.</summary>
    public IReadOnlyList<string> StuckThreads { get; init; } = [];
}
