using System.Collections.Immutable;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>What the states of a job share: what it is to be, what users ask of it, and what it has been through.</summary>
internal sealed class JobContext
{
    /// <param name="job">The job.</param>
    /// <param name="planned">Its plan; null if one must be requested.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The source of jitter.</param>
    /// <param name="log">The log.</param>
    /// <param name="describe">Returns the path of a blob, for people.</param>
    public JobContext(JobSubmission job, PlannedJob? planned, JobMasterOptions options, TimeProvider time, Random random, JobLog log, Func<string, string> describe)
    {
        (Submission, Wanted, Options, Time, Log, LeaderEpoch, Describe) = (job, planned, options, time, log, options.LeaderEpoch, describe);
        Metrics = new JobMetrics(job.JobId, job.JobName);
        Restarts = new Restarts(time, random);
        History = new CheckpointHistory(time, Metrics);
        Rescales = new Rescales(this);
        Commands = new CommandLog(options.Commands);
        if (options.Past is { } past)
        {
            Restarts.GoOn(past);
            History.GoOn(past.Checkpoints);
        }

        if (options.Left is { } left) Knows(left.Stored);
    }

    public string Id => Submission.JobId;

    /// <summary>The job at the scale that it was given last.</summary>
    public JobSubmission Submission { get; set; }

    /// <summary>The plan at that scale; null if there is none yet.</summary>
    public PlannedJob? Wanted { get; set; }

    public JobMasterOptions Options { get; }

    public TimeProvider Time { get; }

    public JobLog Log { get; }

    /// <summary>Returns the path of a blob, for people.</summary>
    public Func<string, string> Describe { get; }

    public JobMetrics Metrics { get; }

    /// <summary>The epoch of this leader; 0 if it has none before the first attempt.</summary>
    public long LeaderEpoch { get; private set; }

    /// <summary>The head as this leader wrote it last; null if it has not.</summary>
    public StoredHead? Known { get; private set; }

    public Restarts Restarts { get; }

    public CheckpointHistory History { get; }

    /// <summary>The commands that take a checkpoint, as the head names them.</summary>
    public CommandLog Commands { get; }

    public StopRequests Stops { get; } = new();

    public Savepoints Savepoints { get; } = new();

    public AskedCheckpoints Asked { get; } = new();

    public Rescales Rescales { get; }

    /// <summary>The path of the savepoint with which the job was stopped, or null.</summary>
    public string? Savepoint { get; set; }

    /// <summary>What the job has dropped, as of its latest checkpoint.</summary>
    public Losses Losses { get; set; }

    /// <summary>What tasks have found to be wrong with checkpoints, by their ids. Immutable, because a claim reads it while tasks may find more.</summary>
    public ImmutableSortedDictionary<long, string> Damaged { get; set; } = ImmutableSortedDictionary<long, string>.Empty;

    /// <summary>Whether all slots have been waited for already, so that the job takes those that there are.</summary>
    public bool HasWaitedForSlots { get; set; }

    /// <summary>The number of checkpoints that have failed in a row.</summary>
    public int FailedCheckpoints { get; set; }

    public RestartPolicy RestartPolicy => Options.Restart ?? (Wanted ?? Options.Left?.Planned)?.Graph.Restart ?? RestartPolicy.Default;

    /// <summary>Returns the commands that a checkpoint is to carry out.</summary>
    public IReadOnlyList<JobCommand> CommandsOf(long checkpoint)
    {
        if (Stops.Current is { } stop) return Of(stop.Drain ? CommandKind.Drain : CommandKind.Stop, Stops.Ids);
        if (Savepoints.AreAsked) return Of(CommandKind.Savepoint, Savepoints.Ids);
        return Rescales.IsReady ? Of(CommandKind.Rescale, [Rescales.Command]) : [];

        IReadOnlyList<JobCommand> Of(CommandKind kind, IReadOnlyList<string> ids) => [.. ids.Select(id => new JobCommand(id, kind, checkpoint))];
    }

    /// <summary>The minimum number of slots with which a graph runs.</summary>
    public int LeastSlots(int wanted) => Math.Min(Options.LeastSlots ?? wanted, wanted);

    /// <summary>The head was written by this leader.</summary>
    public void Knows(StoredHead stored) => (Known, LeaderEpoch) = (stored, stored.Head.LeaderEpoch);

    /// <summary>Returns the failure of a store that has not answered in time.</summary>
    /// <param name="consequence">What did not happen, as a clause.</param>
    public JobFailure NoAnswer(string consequence) =>
        new(FailureDomain.External, "", $"The store did not answer within {Options.StoreTimeout.TotalSeconds:0.#} s: {consequence}.", "");
}
