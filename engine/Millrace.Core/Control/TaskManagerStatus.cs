namespace Millrace.Core.Control;

/// <summary>How the process of a task manager stands, whatever runs on it.</summary>
/// <param name="Memory">The memory of the process, in bytes.</param>
/// <param name="Artifacts">The artifacts whose code it has loaded.</param>
public sealed record TaskManagerStatus(long Memory, IReadOnlyList<LoadedArtifact> Artifacts);
