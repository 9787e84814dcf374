using Millrace.Core.Checkpoints;
using Millrace.JobManager;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>One run of a small job under two job managers that elect one, with commands, and at most one crash at a given moment of one of them.</summary>
internal static class CommandRun
{
    private const int Parts = 4;
    private const int PartSize = 21;

    /// <summary>Runs.</summary>
    /// <param name="seed">Decides the order in which things happen up to the crash.</param>
    /// <param name="kinds">The commands. After a drain there are none.</param>
    /// <param name="crash">The crash; null for none.</param>
    /// <returns>The moments at which there may be a crash, in order, and what is wrong, or null.</returns>
    public static (IReadOnlyList<CrashMoment> Moments, string? Wrong) Execute(ulong seed, IReadOnlyList<CommandKind> kinds, Crash? crash)
    {
        using var cluster = new SmallCluster(seed, new JobMasterOptions { CheckpointTimeout = TimeSpan.FromSeconds(20), CheckpointInterval = TimeSpan.FromMilliseconds(100) }, jobManagers: 2);
        var moments = new List<CrashMoment>();
        var completed = new HashSet<long>();
        cluster.OnCompleted = checkpoint =>
        {
            if (completed.Add(checkpoint) && completed.Count < Parts && !kinds.Contains(CommandKind.Drain)) cluster.Job.Push(PartSize);
        };
        cluster.Job.Push(PartSize);
        var script = new CommandScript(cluster, kinds, cluster.Job.End);
        cluster.OnCall = (call, isAfter) =>
        {
            if (!script.IsBusy && !cluster.User.IsSubmitting) return;
            moments.Add(new CrashMoment(call, isAfter));
            if (crash is { } at && at.Moment == moments.Count - 1) cluster.Strike(at.Scope);
        };
        cluster.RunToEnd();
        if (crash?.Moment >= moments.Count) cluster.Report("There was no such moment.");
        return (moments, cluster.Wrong);
    }
}
