using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>Code of jobs that a task manager has loaded.</summary>
/// <param name="Hash">The artifact's hash.</param>
/// <param name="Jobs">The jobs that use it, by id.</param>
/// <param name="Collectible">Whether it can be unloaded.</param>
/// <param name="Retired">Whether no job uses it any more, so that it only takes up memory.</param>
/// <param name="Assemblies">The assemblies that are still in memory, by name.</param>
/// <param name="Bytes">The size of its assemblies.</param>
/// <param name="StuckThreads">The number of threads that do not return from it.</param>
internal sealed record LoadedArtifactReport(
    string Hash, IReadOnlyList<string> Jobs, bool Collectible, bool Retired, IReadOnlyList<string> Assemblies, long Bytes, int StuckThreads)
{
    public static LoadedArtifactReport Of(LoadedArtifact a) => new(a.Hash, [.. a.Jobs], a.Collectible, a.Retired, [.. a.Assemblies], a.Bytes, a.StuckThreads);
}
