using Millrace.Testing;
using Millrace.Testing.Attempts;

namespace Millrace.Tests.Testing.Harness;

/// <summary>
/// Drives an operator through a script under every affordable variation: each batch size, an output of capacity 1, channels as between
/// processes, snapshot and restore after every element and after every step of a task, and rescales; all must give the output of the plain run.
/// Chains, gates, partitions and tasks are those of production. An emitted or received object that is changed afterwards is detected. Modeled
/// on Hazelcast Jet's TestSupport.
/// </summary>
/// <example><code>
/// var output = OperatorHarness.Check(new Script&lt;int&gt;().Records(1, 2, 3), numbers => numbers.Map(n => n * 2));
/// Assert.Equal([2, 4, 6], output.Values());
/// </code></example>
public static class OperatorHarness
{
    /// <summary>Checks an operator on one input.</summary>
    /// <returns>The output of the plain run.</returns>
    /// <exception cref="HarnessException">A variation gives another output, or an emitted object was changed.</exception>
    public static IReadOnlyList<Emitted<TOut>> Check<TIn, TOut>(
        Script<TIn> script, Func<DataStream<TIn>, DataStream<TOut>> define, HarnessOptions<TOut>? options = null) =>
        CheckAll(script, inputs => define(inputs[0]), options);

    /// <summary>Checks an operator on the inputs that the script names.</summary>
    /// <returns>The output of the plain run.</returns>
    /// <exception cref="HarnessException">A variation gives another output, or an emitted object was changed.</exception>
    public static IReadOnlyList<Emitted<TOut>> CheckAll<TIn, TOut>(
        Script<TIn> script, Func<DataStream<TIn>[], DataStream<TOut>> define, HarnessOptions<TOut>? options = null) =>
        Run<TIn, TOut>(script.Steps, (env, ledger, output) => Observe(define(Inputs(env, script)), ledger, output), options ?? new HarnessOptions<TOut>());

    /// <summary>Checks a source; the clock advances whenever it waits for time.</summary>
    /// <returns>The output of the plain run.</returns>
    /// <exception cref="HarnessException">A variation gives another output, or an emitted object was changed.</exception>
    public static IReadOnlyList<Emitted<TOut>> CheckSource<TOut>(Func<StreamEnvironment, DataStream<TOut>> define, HarnessOptions<TOut>? options = null) =>
        Run<byte, TOut>([], (env, ledger, output) => Observe(define(env), ledger, output), options ?? new HarnessOptions<TOut>());

    /// <summary>Checks a sink: what <paramref name="look"/> finds outside at the end of a run is checked in place of the output.</summary>
    /// <returns>What was outside after the plain run.</returns>
    /// <exception cref="HarnessException">A variation leaves something else outside, or a written object was changed.</exception>
    public static IReadOnlyList<TSeen> CheckSink<TIn, TOutside, TSeen>(
        Script<TIn> script, Func<TOutside> outside, Action<DataStream<TIn>, TOutside> define, Func<TOutside, IEnumerable<TSeen>> look, HarnessOptions<TSeen>? options = null)
    {
        return Vary(script.Steps, options ?? new HarnessOptions<TSeen>(), variation =>
        {
            var world = outside();
            var output = new HarnessRun<TIn, TSeen>(script.Steps, (env, _, _) => define(Inputs(env, script)[0], world), variation, TestedTypes.Serializers).Execute();
            foreach (var seen in look(world)) output.Take(seen, Timestamps.None);
            return output;
        }).ConvertAll(static e => e.Value);
    }

    /// <summary>Returns only the records' values.</summary>
    public static IEnumerable<T> Values<T>(this IReadOnlyList<Emitted<T>> output) => output.Select(static e => e.Value);

    private static List<Emitted<TOut>> Run<TIn, TOut>(
        IReadOnlyList<ScriptStep<TIn>> script, Action<StreamEnvironment, FrozenLedger, RunOutput<TOut>> define, HarnessOptions<TOut> options)
    {
        return Vary(script, options, variation => new HarnessRun<TIn, TOut>(script, define, variation, TestedTypes.Serializers).Execute());
    }

    private static List<Emitted<TOut>> Vary<TIn, TOut>(
        IReadOnlyList<ScriptStep<TIn>> script, HarnessOptions<TOut> options, Func<Variation, RunOutput<TOut>> run)
    {
        var plain = run(new Variation());
        var tight = run(new Variation { Tight = true });
        var records = Math.Max(script.OfType<RecordStep<TIn>>().Count(), script.Count == 0 ? plain.Records.Count : 0);
        foreach (var (index, variation) in Variations.All(records, tight.Steps, options.Rescales, options.ExactlyOnce).Index())
        {
            if ((index + tight.Steps) % options.OneOf != 0) continue;
            var problem = Verify(() => run(variation).CompareTo(plain, options, variation.IsRescaled));
            if (problem is not null) throw new HarnessException($"With {variation}: {problem}");
        }

        return [.. plain.Records];
    }

    private static string? Verify(Func<string?> run)
    {
        try
        {
            return run();
        }
        catch (HarnessException e)
        {
            return e.Message;
        }
    }

    private static DataStream<TIn>[] Inputs<TIn>(StreamEnvironment env, Script<TIn> script) =>
        [.. Enumerable.Range(0, script.Inputs).Select(i => new PlayedSource<TIn>(i).From(env))];

    private static void Observe<TOut>(DataStream<TOut> stream, FrozenLedger ledger, RunOutput<TOut> output) =>
        new TakenSink<TOut>(output).Take(stream.Stage("frozen", new FrozenStage<TOut>(ledger)));
}
