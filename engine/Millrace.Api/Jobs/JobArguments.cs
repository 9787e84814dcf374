namespace Millrace;

/// <summary>Everything that <see cref="IStreamJob.Define"/> may depend on: the job's own options, its start time and a seed.</summary>
public sealed record JobArguments
{
    /// <summary>The values given, by option name without dashes.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>When the job was first submitted; the same in every run of the definition.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>The seed for a job that needs randomness; the same in every run of the definition.</summary>
    public int Seed { get; init; }

    /// <summary>Returns the value of an option, or its default.</summary>
    /// <exception cref="FormatException">The given value is not valid for the option.</exception>
    public T Get<T>(JobOption<T> option) =>
        Values.TryGetValue(option.Name, out var text) ? option.Parse(text) : option.Default;
}
