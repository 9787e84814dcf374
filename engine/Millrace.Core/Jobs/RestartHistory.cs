using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>The failures of a job since it last ran well.</summary>
/// <param name="Failures">The number of all failures.</param>
/// <param name="UserFailures">The number of failures of user functions.</param>
public sealed record RestartHistory(int Failures, int UserFailures)
{
    public static RestartHistory Empty { get; } = new(0, 0);

    /// <summary>Returns the history with one more failure.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="ran">How long all subtasks of the job had run without a failure.</param>
    /// <param name="policy">The job's policy, which defines when the count starts over.</param>
    public RestartHistory Add(JobFailure failure, TimeSpan ran, RestartPolicy policy)
    {
        var before = ran >= policy.ResetAfter ? Empty : this;
        return new RestartHistory(before.Failures + 1, before.UserFailures + (failure.Domain == FailureDomain.User ? 1 : 0));
    }

    /// <summary>Whether there is another attempt.</summary>
    /// <param name="failure">The last failure, which the history includes.</param>
    /// <param name="policy">The job's policy.</param>
    public bool Allows(JobFailure failure, RestartPolicy policy) =>
        !policy.IsNone && failure.CanRetry && (failure.Domain != FailureDomain.User || UserFailures <= policy.UserRestarts);

    /// <summary>Returns the delay before the next attempt, or null if there is none.</summary>
    /// <param name="failure">The last failure, which the history includes.</param>
    /// <param name="policy">The job's policy.</param>
    /// <param name="random">The jitter, from 0 to 1.</param>
    public TimeSpan? NextDelay(JobFailure failure, RestartPolicy policy, double random)
    {
        if (!Allows(failure, policy)) return null;
        var exponent = Math.Min((failure.Domain == FailureDomain.User ? UserFailures : Failures) - 1, 60);
        var delay = Math.Min(policy.MaxDelay.TotalMilliseconds, policy.InitialDelay.TotalMilliseconds * Math.Pow(policy.Multiplier, exponent));
        return TimeSpan.FromMilliseconds(delay * (1 + (policy.Jitter * ((2 * random) - 1))));
    }
}
