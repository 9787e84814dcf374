namespace Millrace;

/// <summary>All that <see cref="IStreamJob.Define"/> may depend on: the job's own options, its start time and a seed.</summary>
public sealed record JobArguments
{
    /// <summary>The values given, by option name without dashes.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>When the job was first submitted; the same at every re-run of the definition.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>Where a job that wants randomness takes it from; the same at every re-run of the definition.</summary>
    public int Seed { get; init; }

    /// <summary>The value of an option, or its default.</summary>
    /// <exception cref="FormatException">The value given is not one of the option's.</exception>
    public T Get<T>(JobOption<T> option) =>
        Values.TryGetValue(option.Name, out var text) ? option.Parse(text) : option.Default;
}
