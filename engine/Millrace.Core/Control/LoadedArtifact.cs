namespace Millrace.Core.Control;

/// <summary>An artifact whose code is in the memory of a task manager.</summary>
/// <param name="Hash">The artifact.</param>
/// <param name="Jobs">The jobs that use it, by id, in order.</param>
/// <param name="Collectible">Whether its code can be unloaded.</param>
/// <param name="Retired">Whether no job uses it any longer, so that only its memory is left.</param>
/// <param name="Assemblies">The assemblies that are still in memory, by name.</param>
/// <param name="Bytes">The size of their files.</param>
public sealed record LoadedArtifact(string Hash, IReadOnlyList<string> Jobs, bool Collectible, bool Retired, IReadOnlyList<string> Assemblies, long Bytes)
{
    /// <summary>How many threads do not return from the code, which stays as long as they do not.</summary>
    public int StuckThreads { get; init; }
}
