using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>The failures of a job, and what its restart policy makes of them.</summary>
/// <param name="time">The clock.</param>
/// <param name="random">The source of jitter.</param>
internal sealed class Restarts(TimeProvider time, Random random)
{
    private const int FailuresKept = 20;

    private readonly RecentList<FailureRecord> _failures = new(FailuresKept);
    private long? _runningSince;

    /// <summary>The number of restarts.</summary>
    public int Count { get; private set; }

    /// <summary>The failures since the job last ran well.</summary>
    public RestartHistory History { get; private set; } = RestartHistory.Empty;

    /// <summary>The last failure, or null.</summary>
    public JobFailure? Last { get; private set; }

    /// <summary>The latest failures, oldest first.</summary>
    public IReadOnlyList<FailureRecord> Failures => _failures.Items;

    /// <summary>Goes on from what another job manager stored.</summary>
    public void GoOn(JobPast past)
    {
        (Count, History) = (past.Restarts, past.History);
        foreach (var failure in past.Failures) _failures.Add(failure);
        if (past.Failures.Count > 0) Last = past.Failures[^1].Failure;
    }

    /// <summary>All subtasks run.</summary>
    public void Running() => _runningSince ??= time.GetTimestamp();

    /// <summary>Counts a failure.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="attempt">The number of the attempt; 0 if none could be started.</param>
    /// <param name="policy">The job's restart policy.</param>
    public void Add(JobFailure failure, int attempt, RestartPolicy policy)
    {
        var ran = _runningSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        (Last, _runningSince) = (failure, null);
        _failures.Add(new FailureRecord(failure, time.GetUtcNow(), attempt));
        History = History.Add(failure, ran, policy);
    }

    /// <summary>Returns whether another attempt follows a failure that was counted.</summary>
    public bool Allows(JobFailure failure, RestartPolicy policy) => History.Allows(failure, policy);

    /// <summary>Counts a restart after the last failure, and returns the delay before it.</summary>
    public TimeSpan Begin(RestartPolicy policy)
    {
        Count++;
        return History.NextDelay(Last!, policy, random.NextDouble()) ?? TimeSpan.Zero;
    }
}
