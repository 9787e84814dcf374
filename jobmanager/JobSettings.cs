using System.Globalization;

namespace Millrace.JobManager;

/// <summary>The settings that a submission can give a job, by key.</summary>
internal static class JobSettings
{
    /// <summary>The highest number of checkpoints that can be kept.</summary>
    public const int MostRetained = 1000;

    /// <summary>The highest number of failures of one kind that can be allowed.</summary>
    public const int MostFailures = 1_000_000;

    /// <summary>The least and the most bytes of records that a barrier can be allowed to overtake.</summary>
    public const int LeastInFlight = 1 << 10, MostInFlight = 1 << 30;

    private const string Never = "never";

    private static readonly SortedDictionary<string, Func<JobMasterOptions, string, JobMasterOptions>> s_keys = new(StringComparer.Ordinal)
    {
        ["checkpoint.alignment-timeout"] = static (options, value) => options with { AlignmentTimeout = value == Never ? null : Durations.Parse(value) },
        ["checkpoint.in-flight-limit"] = static (options, value) => options with { InFlightLimit = Whole(value, LeastInFlight, MostInFlight) },
        ["checkpoint.interval"] = static (options, value) => options with { CheckpointInterval = Durations.Parse(value) },
        ["checkpoint.retained"] = static (options, value) => options with { Retain = Whole(value, 1, MostRetained) },
        ["checkpoint.timeout"] = static (options, value) => options with { CheckpointTimeout = Durations.Parse(value) },
        ["checkpoint.tolerable-failures"] = static (options, value) => options with { TolerableFailedCheckpoints = Whole(value, 0, MostFailures) },
        ["restart.attempts"] = static (options, value) => options with { Restart = RestartPolicy.ExponentialBackoff(userRestarts: Whole(value, 0, MostFailures)) },
        ["slots.timeout"] = static (options, value) => options with { SlotTimeout = Durations.Parse(value) },
        ["start.timeout"] = static (options, value) => options with { StartTimeout = Durations.Parse(value) },
    };

    /// <summary>The keys, in order.</summary>
    public static IEnumerable<string> Keys => s_keys.Keys;

    /// <summary>Applies the settings to the options.</summary>
    /// <exception cref="InvalidJobException">A key is not known, or a value is not valid.</exception>
    public static JobMasterOptions Apply(JobMasterOptions options, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings) options = Apply(options, key, value);
        return options;
    }

    /// <summary>Applies one setting to the options.</summary>
    /// <exception cref="InvalidJobException">The key is not known, or the value is not valid.</exception>
    public static JobMasterOptions Apply(JobMasterOptions options, string key, string value)
    {
        if (!s_keys.TryGetValue(key, out var apply)) throw new InvalidJobException($"'{key}' is not a job setting; the settings are {string.Join(", ", Keys)}.");
        try
        {
            return apply(options, value);
        }
        catch (FormatException e)
        {
            throw new InvalidJobException($"{key}: {e.Message}");
        }
    }

    private static int Whole(string value, int lowest, int highest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : throw new FormatException($"'{value}' is not a whole number from {lowest} to {highest}.");
}
