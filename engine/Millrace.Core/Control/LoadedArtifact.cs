namespace Millrace.Core.Control;

/// <summary>An artifact whose code is loaded in a task manager.</summary>
/// <param name="Hash">The artifact.</param>
/// <param name="Jobs">The jobs that use it, by id, in order.</param>
/// <param name="Collectible">Whether its code can be unloaded.</param>
/// <param name="Retired">Whether no job uses it any longer, so that it only occupies memory.</param>
/// <param name="Assemblies">The assemblies that are still in memory, by name.</param>
/// <param name="Bytes">The size of the assembly files.</param>
public sealed record LoadedArtifact(string Hash, IReadOnlyList<string> Jobs, bool Collectible, bool Retired, IReadOnlyList<string> Assemblies, long Bytes)
{
    /// <summary>The number of threads that do not return from the code, which stays loaded until they do.</summary>
    public int StuckThreads { get; init; }
}
