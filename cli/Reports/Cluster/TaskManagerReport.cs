using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A registered task manager.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Address">The address at which other task managers reach it.</param>
/// <param name="Slots">The number of its slots.</param>
/// <param name="FreeSlots">The number of slots that no job uses.</param>
/// <param name="Registered">When it registered.</param>
/// <param name="Memory">The memory of the process, in bytes.</param>
/// <param name="Version">The version of its program.</param>
/// <param name="Artifacts">The code that it has loaded.</param>
/// <param name="PinnedSlots">The number of slots held by tasks that do not end.</param>
/// <param name="StuckThreads">The threads that do not return from the code of jobs, by what they were started for.</param>
internal sealed record TaskManagerReport(
    string Id, string Address, int Slots, int FreeSlots, DateTime? Registered, long Memory, string Version, IReadOnlyList<LoadedArtifactReport> Artifacts,
    int PinnedSlots, IReadOnlyList<string> StuckThreads)
{
    public static TaskManagerReport Of(TaskManager t) => new(
        t.Id, t.Address, t.Slots, t.FreeSlots, t.Registered?.ToDateTime(), t.Memory, t.Version, [.. t.Artifacts.Select(LoadedArtifactReport.Of)], t.PinnedSlots, [.. t.StuckThreads]);
}
