using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>A harness for part of a stream, with one input; see <see cref="StreamHarness"/>.</summary>
public sealed class StreamHarness<TIn, TOut> : StreamHarness<TOut>
{
    private readonly Func<DataStream<TIn>, DataStream<TOut>> _define;

    internal StreamHarness(Func<DataStream<TIn>, DataStream<TOut>> define, StreamHarnessOptions options) : base(options)
    {
        _define = define;
        Begin();
    }

    /// <summary>Puts in a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in milliseconds, if it has one.</param>
    public void Push(TIn value, long timestamp = Timestamps.None) => PushInto(0, value, timestamp);

    /// <summary>Puts in records without timestamps.</summary>
    public void PushAll(params IEnumerable<TIn> values)
    {
        foreach (var value in values) Push(value);
    }

    private protected override DataStream<TOut> Define(StreamEnvironment env) => _define(new PlayedSource<TIn>(0).From(env));
}
