namespace Millrace;

/// <summary>
/// How a failed job is restarted. After failures of the engine or of external systems it is restarted without limit; after failures of user
/// functions, a limited number of times, counted until the job has run for a while without a failure.
/// </summary>
public sealed record RestartPolicy
{
    private RestartPolicy(int userRestarts, TimeSpan initialDelay, TimeSpan maxDelay, double multiplier, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userRestarts);
        ArgumentOutOfRangeException.ThrowIfLessThan(initialDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, initialDelay);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        if (jitter is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "Jitter is a fraction from 0 to 1.");
        (UserRestarts, InitialDelay, MaxDelay, Multiplier, Jitter) = (userRestarts, initialDelay, maxDelay, multiplier, jitter);
    }

    /// <summary>Exponential backoff from 100 ms to 30 s, with 10 restarts after failures of user functions.</summary>
    public static RestartPolicy Default { get; } = ExponentialBackoff();

    /// <summary>No restarts: the first failure fails the job.</summary>
    public static RestartPolicy None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, 1, 0) { IsNone = true };

    /// <summary>Whether the job is never restarted.</summary>
    public bool IsNone { get; private init; }

    /// <summary>How many consecutive failures of user functions are followed by a restart.</summary>
    public int UserRestarts { get; }

    /// <summary>The delay before the first restart.</summary>
    public TimeSpan InitialDelay { get; }

    /// <summary>The maximum delay.</summary>
    public TimeSpan MaxDelay { get; }

    /// <summary>The factor by which each delay is longer than the previous one; 1 for a fixed delay.</summary>
    public double Multiplier { get; }

    /// <summary>The fraction by which a delay varies randomly, from 0 to 1.</summary>
    public double Jitter { get; }

    /// <summary>After running this long without a failure, the count starts over. The default is 10 minutes.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Creates a policy with the same delay before each restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public static RestartPolicy FixedDelay(TimeSpan delay, int userRestarts = 10) => new(userRestarts, delay, delay, 1, 0);

    /// <summary>Creates a policy with a delay that grows with each restart, and varies so that jobs do not restart at the same time.</summary>
    /// <param name="initialDelay">The delay before the first restart; null for 100 ms.</param>
    /// <param name="maxDelay">The maximum delay; null for 30 s.</param>
    /// <param name="multiplier">The factor by which each delay is longer than the previous one, at least 1.</param>
    /// <param name="jitter">The fraction by which a delay varies randomly, from 0 to 1.</param>
    /// <param name="userRestarts">How many consecutive failures of user functions are followed by a restart.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the maximum delay is less than the initial one.</exception>
    public static RestartPolicy ExponentialBackoff(
        TimeSpan? initialDelay = null, TimeSpan? maxDelay = null, double multiplier = 2, double jitter = 0.1, int userRestarts = 10) =>
        new(userRestarts, initialDelay ?? TimeSpan.FromMilliseconds(100), maxDelay ?? TimeSpan.FromSeconds(30), multiplier, jitter);
}
