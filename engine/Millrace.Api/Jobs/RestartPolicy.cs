namespace Millrace;

/// <summary>
/// How a failed job is tried again. Failures of the engine and of what lies outside are followed by restarts without limit; those of a
/// user's function by a number of restarts, counted until the job has run for a while without a failure.
/// </summary>
public sealed record RestartPolicy
{
    private RestartPolicy(int userRestarts, TimeSpan initialDelay, TimeSpan maxDelay, double multiplier, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userRestarts);
        ArgumentOutOfRangeException.ThrowIfLessThan(initialDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, initialDelay);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        if (jitter is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "Jitter is a part from 0 to 1.");
        (UserRestarts, InitialDelay, MaxDelay, Multiplier, Jitter) = (userRestarts, initialDelay, maxDelay, multiplier, jitter);
    }

    /// <summary>Exponential backoff from 100 ms to 30 s, 10 restarts for a user's failures.</summary>
    public static RestartPolicy Default { get; } = ExponentialBackoff();

    /// <summary>No restarts: the first failure ends the job.</summary>
    public static RestartPolicy None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, 1, 0) { IsNone = true };

    /// <summary>Whether no failure is followed by a restart.</summary>
    public bool IsNone { get; private init; }

    /// <summary>How many failures of a user's functions in a row are followed by a restart.</summary>
    public int UserRestarts { get; }

    /// <summary>The first delay.</summary>
    public TimeSpan InitialDelay { get; }

    /// <summary>The longest delay.</summary>
    public TimeSpan MaxDelay { get; }

    /// <summary>By how much each delay is longer than the last; 1 for a fixed delay.</summary>
    public double Multiplier { get; }

    /// <summary>By what part a delay varies at random, from 0 to 1.</summary>
    public double Jitter { get; }

    /// <summary>After running so long without a failure the count begins again. Default 10 minutes.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same delay before each restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static RestartPolicy FixedDelay(TimeSpan delay, int userRestarts = 10) => new(userRestarts, delay, delay, 1, 0);

    /// <summary>A delay that grows with each restart, and varies so that jobs do not restart together.</summary>
    /// <param name="initialDelay">The first delay; null for 100 ms.</param>
    /// <param name="maxDelay">The longest delay; null for 30 s.</param>
    /// <param name="multiplier">By how much each delay is longer than the last, 1 or more.</param>
    /// <param name="jitter">By what part a delay varies at random, from 0 to 1.</param>
    /// <param name="userRestarts">How many failures of a user's functions in a row are followed by a restart.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the longest delay is below the first.</exception>
    public static RestartPolicy ExponentialBackoff(
        TimeSpan? initialDelay = null, TimeSpan? maxDelay = null, double multiplier = 2, double jitter = 0.1, int userRestarts = 10) =>
        new(userRestarts, initialDelay ?? TimeSpan.FromMilliseconds(100), maxDelay ?? TimeSpan.FromSeconds(30), multiplier, jitter);
}
