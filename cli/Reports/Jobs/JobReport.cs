using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>The current status of a job.</summary>
internal record JobReport
{
    public JobReport(Job job)
    {
        (Id, Name, Artifact) = (job.Id, job.Name, job.Artifact);
        State = job.State.ToString().ToLowerInvariant();
        (Parallelism, RequestedParallelism, MaxParallelism) = (job.Parallelism, job.RequestedParallelism, job.MaxParallelism);
        (Restarts, Attempt) = (job.Restarts, job.Attempt);
        (LatestCheckpoint, Checkpoints) = (job.LatestCheckpoint, job.Checkpoints);
        (Started, Ended) = (job.Started?.ToDateTime(), job.Ended?.ToDateTime());
        Failure = job.Failure is null ? null : FailureReport.Of(job.Failure);
        (WaitingFor, Savepoint) = (Given.OrNull(job.WaitingFor), Given.OrNull(job.Savepoint));
        Operators = [.. job.Operators.Select(OperatorReport.Of)];
        TaskManagers = [.. job.TaskManagers];
        (LateRecords, SkippedRecords, DroppedTimers) = (job.LateRecords, job.SkippedRecords, job.DroppedTimers);
    }

    public string Id { get; }

    public string Name { get; }

    /// <value>created, waiting, running, restarting, stopping, finished, stopped, cancelled or failed.</value>
    public string State { get; }

    /// <value>Subtasks of operators that have no parallelism of their own, as the job is running now.</value>
    public int Parallelism { get; }

    /// <value>The requested parallelism; above <see cref="Parallelism"/> where slots are short.</value>
    public int RequestedParallelism { get; }

    public int MaxParallelism { get; }

    /// <value>The number of restarts, since the job manager has been running it.</value>
    public int Restarts { get; }

    /// <value>The number of the newest attempt.</value>
    public int Attempt { get; }

    /// <value>The newest completed checkpoint; 0 where there is none.</value>
    public long LatestCheckpoint { get; }

    /// <value>The number of completed checkpoints, since the job manager has been running it.</value>
    public int Checkpoints { get; }

    public DateTime? Started { get; }

    /// <value>Null while it is running.</value>
    public DateTime? Ended { get; }

    /// <value>The last failure; null where there was none.</value>
    public FailureReport? Failure { get; }

    /// <value>What it is waiting for, as text; null where it is not.</value>
    public string? WaitingFor { get; }

    /// <value>The path of the savepoint with which it was stopped; null where it was not.</value>
    public string? Savepoint { get; }

    /// <value>The hash of its artifact.</value>
    public string Artifact { get; }

    public IReadOnlyList<OperatorReport> Operators { get; }

    public IReadOnlyList<string> TaskManagers { get; }

    /// <value>The number of records that were dropped as late, as of the newest completed checkpoint.</value>
    public long LateRecords { get; }

    /// <value>The number of records that failed and were skipped.</value>
    public long SkippedRecords { get; }

    /// <value>The number of processing-time timers that were pending at the end of input.</value>
    public long DroppedTimers { get; }
}
