using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>Code of jobs that a task manager has loaded.</summary>
/// <param name="Hash">The artifact's.</param>
/// <param name="Jobs">The jobs that use it, by id.</param>
/// <param name="Collectible">Whether it can be unloaded.</param>
/// <param name="Retired">Whether no job uses it any longer, so that only its memory is left.</param>
/// <param name="Assemblies">Those that are still in memory, by name.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="StuckThreads">How many threads do not return from it.</param>
internal sealed record LoadedArtifactReport(
    string Hash, IReadOnlyList<string> Jobs, bool Collectible, bool Retired, IReadOnlyList<string> Assemblies, long Bytes, int StuckThreads)
{
    public static LoadedArtifactReport Of(LoadedArtifact a) => new(a.Hash, [.. a.Jobs], a.Collectible, a.Retired, [.. a.Assemblies], a.Bytes, a.StuckThreads);
}
