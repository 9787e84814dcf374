using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A task manager that is registered.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Address">Where other task managers reach it.</param>
/// <param name="Slots">How many it has.</param>
/// <param name="FreeSlots">How many of them no job uses.</param>
/// <param name="Registered">Since when.</param>
/// <param name="Memory">Of the process, in bytes.</param>
/// <param name="Version">Of its program.</param>
/// <param name="Artifacts">The code that it has loaded.</param>
/// <param name="PinnedSlots">How many of its slots are held by tasks that do not end.</param>
/// <param name="StuckThreads">The threads that do not return from the code of jobs, by what they were started for.</param>
internal sealed record TaskManagerReport(
    string Id, string Address, int Slots, int FreeSlots, DateTime? Registered, long Memory, string Version, IReadOnlyList<LoadedArtifactReport> Artifacts,
    int PinnedSlots, IReadOnlyList<string> StuckThreads)
{
    public static TaskManagerReport Of(TaskManager t) => new(
        t.Id, t.Address, t.Slots, t.FreeSlots, t.Registered?.ToDateTime(), t.Memory, t.Version, [.. t.Artifacts.Select(LoadedArtifactReport.Of)], t.PinnedSlots, [.. t.StuckThreads]);
}
