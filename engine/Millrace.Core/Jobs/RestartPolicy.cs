using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>
/// When a failed job is tried again: exponential backoff with jitter, without limit for engine and external failures, a number of
/// times for a user's; counted until the job has run for a while without one.
/// </summary>
public sealed record RestartPolicy
{
    /// <value>How many failures of user code in a row are followed by a restart. Default 10.</value>
    public int UserRestarts { get; init; } = 10;

    /// <value>The first delay. Default 100 ms.</value>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <value>The longest delay. Default 30 s.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>By how much each delay is longer than the last; 1 for a fixed delay. Default 2.</value>
    public double Multiplier { get; init; } = 2;

    /// <value>By what part a delay varies at random. Default 0.1.</value>
    public double Jitter { get; init; } = 0.1;

    /// <value>After so long without a failure the count begins again. Default 10 minutes.</value>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>No restarts at all.</summary>
    public static RestartPolicy None { get; } = new() { UserRestarts = 0, MaxDelay = TimeSpan.Zero };

    /// <summary>The delay before the next attempt, or null where there is none.</summary>
    /// <param name="domain">Whose failure it is.</param>
    /// <param name="failures">How many failures in a row there were, this one included; 1 or more.</param>
    /// <param name="random">The jitter, from 0 to 1.</param>
    public TimeSpan? Decide(FailureDomain domain, int failures, double random)
    {
        if (this == None || (domain == FailureDomain.User && failures > UserRestarts)) return null;
        var delay = Math.Min(MaxDelay.TotalMilliseconds, InitialDelay.TotalMilliseconds * Math.Pow(Multiplier, Math.Min(failures - 1, 60)));
        return TimeSpan.FromMilliseconds(delay * (1 + (Jitter * ((2 * random) - 1))));
    }
}
