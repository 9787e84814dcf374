using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>A harness for part of a stream, with two inputs; see <see cref="StreamHarness"/>.</summary>
public sealed class StreamHarness<TIn1, TIn2, TOut> : StreamHarness<TOut>
{
    private readonly Func<DataStream<TIn1>, DataStream<TIn2>, DataStream<TOut>> _define;

    internal StreamHarness(Func<DataStream<TIn1>, DataStream<TIn2>, DataStream<TOut>> define, StreamHarnessOptions options) : base(options)
    {
        _define = define;
        Begin();
    }

    /// <summary>Puts a record into the first input.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in milliseconds, if it has one.</param>
    public void Push1(TIn1 value, long timestamp = Timestamps.None) => PushInto(0, value, timestamp);

    /// <summary>Puts a record into the second input.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in milliseconds, if it has one.</param>
    public void Push2(TIn2 value, long timestamp = Timestamps.None) => PushInto(1, value, timestamp);

    /// <summary>Advances the watermark of the first input only; operators use the lower of the two.</summary>
    /// <param name="timestamp">In milliseconds; not below the last one.</param>
    public void AdvanceWatermark1(long timestamp) => AdvanceWatermarkOf(0, timestamp);

    /// <summary>Advances the watermark of the second input only; operators use the lower of the two.</summary>
    /// <param name="timestamp">In milliseconds; not below the last one.</param>
    public void AdvanceWatermark2(long timestamp) => AdvanceWatermarkOf(1, timestamp);

    private protected override DataStream<TOut> Define(StreamEnvironment env) => _define(new PlayedSource<TIn1>(0).From(env), new PlayedSource<TIn2>(1).From(env));
}
