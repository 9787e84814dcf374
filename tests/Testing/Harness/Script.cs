namespace Millrace.Tests.Testing.Harness;

/// <summary>The external input of an operator: records, watermarks and processing time. The end of input follows automatically.</summary>
public sealed class Script<T>
{
    private readonly List<ScriptStep<T>> _steps = [];

    internal IReadOnlyList<ScriptStep<T>> Steps => [.. _steps, new EndStep<T>()];

    internal int Inputs => _steps.OfType<RecordStep<T>>().Select(r => r.Input + 1).Append(1).Max();

    /// <summary>Adds a record on an input, with a timestamp in milliseconds.</summary>
    public Script<T> Record(T value, long timestamp = Timestamps.None, int input = 0) => Add(new RecordStep<T>(value, timestamp, input));

    /// <summary>Adds records on the first input, without timestamps.</summary>
    public Script<T> Records(params IEnumerable<T> values)
    {
        foreach (var value in values) Record(value);
        return this;
    }

    /// <summary>Adds a watermark on all inputs, in milliseconds.</summary>
    public Script<T> Watermark(long timestamp) => Add(new WatermarkStep<T>(timestamp));

    /// <summary>Sets the processing time, in milliseconds since the epoch, after everything before has been processed.</summary>
    public Script<T> At(long processingTime) => Add(new TimeStep<T>(processingTime));

    private Script<T> Add(ScriptStep<T> step)
    {
        _steps.Add(step);
        return this;
    }
}

internal abstract record ScriptStep<T>;

internal sealed record RecordStep<T>(T Value, long Timestamp, int Input) : ScriptStep<T>;

internal sealed record WatermarkStep<T>(long Timestamp) : ScriptStep<T>;

internal sealed record TimeStep<T>(long Milliseconds) : ScriptStep<T>;

internal sealed record EndStep<T> : ScriptStep<T>;
