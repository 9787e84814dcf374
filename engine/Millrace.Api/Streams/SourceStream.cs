using Millrace.Transformations;

namespace Millrace;

/// <summary>The output of a source.</summary>
public sealed class SourceStream<T> : OperatorStream<T>
{
    private readonly SourceTransformation<T> _source;

    internal SourceStream(StreamEnvironment env, SourceTransformation<T> source) : base(env, source) => _source = source;

    /// <summary>Limits each subtask of the source to this many records per second; 0 for no limit.</summary>
    /// <exception cref="InvalidJobException">The rate is negative.</exception>
    public SourceStream<T> RateLimit(double recordsPerSecond)
    {
        if (recordsPerSecond < 0 || double.IsNaN(recordsPerSecond))
            throw new InvalidJobException($"The rate limit at {_source.CallSite} is {recordsPerSecond}; it must be 0 or more records a second.");
        _source.RecordsPerSecond = recordsPerSecond == 0 ? null : recordsPerSecond;
        return this;
    }
}
