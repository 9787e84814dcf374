namespace Millrace.Testing;

/// <summary>
/// Runs part of a stream in a test, step by step on the test's thread in virtual time: push records, advance the watermark or the clock,
/// and look at the output, at state and at timers. Chains, channels, state and checkpoints are those of production; every call processes
/// everything there is to do before it returns. An exception of a function is thrown from the call.
/// </summary>
/// <example><code>
/// using var words = StreamHarness.Of((DataStream&lt;string&gt; words) => words.KeyBy(w => w).Count().Uid("counts"));
/// words.PushAll("to", "be", "to");
/// Assert.Equal([("to", 1), ("be", 1), ("to", 2)], words.Output.Take());
/// words.Restore(words.Snapshot(), parallelism: 3);
/// words.Push("be");
/// Assert.Equal([("be", 2)], words.Output);
/// </code></example>
public static class StreamHarness
{
    /// <summary>Runs operators on one input.</summary>
    /// <param name="define">The operators; called twice to plan and once more for each subtask, so it creates new functions each time.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message says where and why.</exception>
    public static StreamHarness<TIn, TOut> Of<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> define, StreamHarnessOptions? options = null) =>
        new(define, options ?? new StreamHarnessOptions());

    /// <summary>Runs operators on two inputs.</summary>
    /// <param name="define">The operators; called twice to plan and once more for each subtask, so it creates new functions each time.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="InvalidJobException">The definition cannot be run; the message says where and why.</exception>
    public static StreamHarness<TIn1, TIn2, TOut> Of<TIn1, TIn2, TOut>(
        Func<DataStream<TIn1>, DataStream<TIn2>, DataStream<TOut>> define, StreamHarnessOptions? options = null) =>
        new(define, options ?? new StreamHarnessOptions());
}
