using Millrace.JobManager;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>One run of a small job on a whole cluster, from its submission to its end, with at most one crash at a given moment.</summary>
internal static class CrashRun
{
    private const int Parts = 5;
    private const int PartSize = 21;

    /// <summary>Runs. A part of the input arrives after each completed checkpoint, so that each has something to write.</summary>
    /// <param name="seed">Decides the order in which things happen up to the crash.</param>
    /// <param name="crash">The crash; null for none.</param>
    /// <returns>The moments at which there may be a crash, in order, and what is wrong, or null.</returns>
    public static (IReadOnlyList<CrashMoment> Moments, string? Wrong) Execute(ulong seed, Crash? crash)
    {
        using var cluster = new SmallCluster(seed, new JobMasterOptions { CheckpointTimeout = TimeSpan.FromSeconds(20) });
        var moments = new List<CrashMoment>();
        var completed = new HashSet<long>();
        cluster.OnCompleted = Feed;
        cluster.OnCall = (call, isAfter) =>
        {
            moments.Add(new CrashMoment(call, isAfter));
            if (crash is { } at && at.Moment == moments.Count - 1) cluster.Strike(at.Scope);
        };
        Feed(0);
        cluster.RunToEnd();
        if (crash?.Moment >= moments.Count) cluster.Report("There was no such moment.");
        return (moments, cluster.Wrong);

        void Feed(long checkpoint)
        {
            if (!completed.Add(checkpoint) || completed.Count > Parts) return;
            cluster.Job.Push(PartSize);
            if (completed.Count == Parts) cluster.Job.End();
        }
    }
}
