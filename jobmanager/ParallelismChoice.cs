using Millrace.Core.KeyGroups;

namespace Millrace.JobManager;

/// <summary>Chooses the parallelism and the max parallelism that a job starts with.</summary>
internal static class ParallelismChoice
{
    /// <param name="parallelism">The user's value, or null.</param>
    /// <param name="maxParallelism">The user's value, or null.</param>
    /// <param name="restoredMax">The max parallelism of the restored job, or null where the job is new.</param>
    /// <exception cref="InvalidJobException">They conflict with each other or with the restored job; the message is for the user.</exception>
    public static (int Parallelism, int MaxParallelism) Of(int? parallelism, int? maxParallelism, int? restoredMax)
    {
        if (restoredMax is { } fixedAt && maxParallelism is { } given && given != fixedAt)
        {
            throw new InvalidJobException(
                $"--max-parallelism {given}: the job to restore has {fixedAt}, and its state cannot be redistributed. Leave the option out, or start a new job.");
        }

        var max = restoredMax ?? maxParallelism ?? KeyGroup.DefaultMaxParallelism;
        if (max is < 1 or > KeyGroup.HighestMaxParallelism)
            throw new InvalidJobException($"--max-parallelism {max}: give 1 to {KeyGroup.HighestMaxParallelism}.");
        var chosen = parallelism ?? Math.Min(2, max);
        return chosen >= 1 && chosen <= max
            ? (chosen, max)
            : throw new InvalidJobException($"--parallelism {chosen}: the max parallelism is {max}; give 1 to {max}{(restoredMax is null && max < KeyGroup.HighestMaxParallelism ? ", or a higher --max-parallelism" : "")}.");
    }
}
