using System.Reflection;
using Millrace.Connectors.Files;
using Millrace.Local;
using Millrace.Testing;

namespace Millrace.Architecture.Tests;

/// <summary>
/// An <c>async</c> lambda binds to a delegate without a result, or with a result of any type. Every such parameter of the public API is
/// listed here with such a lambda, and must refuse it where it is given. A new parameter fails this test until it is listed, and refuses.
/// </summary>
public sealed class AsynchronousDelegatesTests
{
    private static readonly Assembly[] s_public =
        [typeof(StreamEnvironment).Assembly, typeof(WindowAssigner).Assembly, typeof(FileSink).Assembly, typeof(JobHarness).Assembly, typeof(JobProgram).Assembly];

    /// <summary>Parameters that only the engine supplies or calls.</summary>
    private static readonly string[] s_engine = ["SourceReaderContext(wake)"];

    private static readonly Dictionary<string, Action<Streams>> s_given = new()
    {
        ["DataStream.Map(map)"] = s => s.Numbers.Map(async n => await Later(n)),
        ["DataStream.FlatMap(flatMap)"] = s => s.Numbers.FlatMap<long>(async (n, output) => output.Collect(await Later(n))),
        ["DataStream.KeyBy(keyOf)"] = s => s.Numbers.KeyBy(async n => await Later(n)),
        ["ConnectedStreams.Map(map1)"] = s => s.Connected.Map(async n => await Later(n), n => Later(n)),
        ["ConnectedStreams.Map(map2)"] = s => s.Connected.Map(n => Later(n), async n => await Later(n)),
        ["ConnectedStreams.FlatMap(flatMap1)"] = s => s.Connected.FlatMap<long>(async (n, output) => output.Collect(await Later(n)), (n, output) => output.Collect(n)),
        ["ConnectedStreams.FlatMap(flatMap2)"] = s => s.Connected.FlatMap<long>((n, output) => output.Collect(n), async (n, output) => output.Collect(await Later(n))),
        ["ChangelogStream.Select(select)"] = s => s.Table.Select(async n => await Later(n)),
        ["ChangelogStream.GroupBy(groupOf)"] = s => s.Table.GroupBy(async n => await Later(n)).Aggregate(new Sum()),
        ["TableJoins.Join(leftOf)"] = s => s.Table.Join(s.Table, async n => await Later(n), n => Later(n), (a, b) => a + b, Ttl.Never),
        ["TableJoins.Join(rightOf)"] = s => s.Table.Join(s.Table, n => Later(n), async n => await Later(n), (a, b) => a + b, Ttl.Never),
        ["TableJoins.Join(resultOf)"] = s => s.Keyed.Join(s.Keyed, async (a, b) => await Later(a + b), Ttl.Never),
        ["LookupJoins.LookupJoin(keyOf)"] = s => s.Numbers.LookupJoin(s.Numbers.KeyBy(async n => await Later(n)).KeepLast(), async n => await Later(n), (a, b) => a + b),
        ["LookupJoins.LookupJoin(resultOf)"] = s => s.Numbers.LookupJoin(s.Table, n => n, async (a, b) => await Later(a + b)),
        ["KeyedJoins.TemporalJoin(resultOf)"] = s => s.Keyed.TemporalJoin(s.Keyed, async (a, b) => await Later(a + b)),
        ["BoundedIntervalJoin.Select(resultOf)"] = s => s.Keyed.IntervalJoin(s.Keyed).Between(TimeSpan.Zero, TimeSpan.Zero).Select(async (a, b) => await Later(a + b)),
        ["WindowedJoin.Select(resultOf)"] = s => s.Keyed.WindowJoin(s.Keyed).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1))).Select(async (a, b) => await Later(a + b)),
        ["WindowedStream.Aggregate(resultOf)"] = s => s.Windows.Aggregate(new Sum(), async (_, _, sum) => await Later(sum)),
        ["TriggeredWindowedStream.Aggregate(resultOf)"] = s => s.Windows.Trigger(new CountTrigger(1)).Aggregate(new Sum(), async (_, _, sum) => await Later(sum)),
        ["EvictedWindowedStream.Aggregate(resultOf)"] = s => s.Windows.Evictor(CountEvictor.Of(1)).Aggregate(new Sum(), async (_, _, sum) => await Later(sum)),
        ["SlidingCountWindows.Process(resultOf)"] = s => s.Keyed.CountWindow(2, 1).Process(async (_, all) => await Later(all.Count)),
        ["AllSlidingCountWindows.Process(resultOf)"] = s => s.Numbers.CountWindowAll(2, 1).Process(async all => await Later(all.Count)),
        ["TextFileSource.Parse(parse)"] = s => s.Numbers.Environment.FromSource(new TextFileSource("in").Parse(async text => await Later(text.Length))),
        ["FileSink(format)"] = s => s.Numbers.SinkTo(new FileSink<long>("out", async (n, line) => line.Append(await Later(n)))),
        ["FileSink.SinkToFiles(format)"] = s => s.Numbers.SinkToFiles("out", async (n, line) => line.Append(await Later(n))),
        ["JobHarness(define)"] = _ => new JobHarness(async env => await Later(env.Transformations.Count)),
        ["JobProgram.Run(onEnd)"] = _ => JobProgram.Run([], () => throw new NotSupportedException(), async (_, _) => await Later(0)),
    };

    public static TheoryData<string> Given => [.. s_given.Keys];

    [Fact]
    public void Each_delegate_that_an_async_lambda_binds_to_is_here()
    {
        var delegates = PublicDelegates().ToList();
        Rule.Holds(delegates.Except(s_given.Keys).Except(s_engine).Select(static d => $"{d}: missing"));
        Rule.Holds(s_given.Keys.Except(delegates).Select(static d => $"{d}: gone"));
    }

    [Theory]
    [MemberData(nameof(Given))]
    public void It_refuses_one_with_the_call_site(string parameter)
    {
        var refused = Assert.Throws<InvalidJobException>(() => StreamHarness.Of((DataStream<long> numbers) =>
        {
            s_given[parameter](new Streams(numbers));
            return numbers;
        }));
        Assert.Contains("unctions must be synchronous", refused.Message, StringComparison.Ordinal);
        if (parameter != "JobProgram.Run(onEnd)") Assert.Contains("AsynchronousDelegatesTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The parameters that take functions without a result, or functions whose result type the compiler infers. One that takes a
    /// <c>ref struct</c> cannot be asynchronous.
    /// </summary>
    private static IEnumerable<string> PublicDelegates() =>
        from type in s_public.SelectMany(static assembly => assembly.GetExportedTypes())
        where type.Namespace is not ("Millrace.Transformations" or "Millrace.Stages") && !type.IsSubclassOf(typeof(MulticastDelegate))
        from method in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
        from parameter in method.GetParameters()
        where parameter.ParameterType.IsSubclassOf(typeof(MulticastDelegate))
        let invoke = parameter.ParameterType.GetMethod("Invoke")!
        where invoke.ReturnType == typeof(void) || invoke.ReturnType == typeof(object) || IsInferred(invoke)
        where !invoke.GetParameters().Any(static p => p.ParameterType.IsByRefLike)
        group method by $"{NameOf(type)}{(method.IsConstructor ? "" : "." + method.Name)}({parameter.Name})" into found
        select found.Key;

    /// <summary>Returns whether the result type is inferred from the function alone, and so could be a task.</summary>
    private static bool IsInferred(MethodInfo invoke) =>
        invoke.ReturnType is { IsGenericMethodParameter: true } result
        && result.GetGenericParameterConstraints().Length == 0
        && invoke.GetParameters().All(p => p.ParameterType != result);

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static async Task<long> Later(long value)
    {
        await Task.Yield();
        return value;
    }

    private sealed class Streams(DataStream<long> numbers)
    {
        public DataStream<long> Numbers => numbers;

        public KeyedStream<long, long> Keyed { get; } = numbers.KeyBy(n => n);

        public ConnectedStreams<long, long> Connected { get; } = numbers.Connect(numbers);

        public ChangelogStream<long, long> Table => Keyed.KeepLast();

        public WindowedStream<long, long> Windows => Keyed.Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1)));
    }

    private sealed class Sum : RetractableAggregateFunction<long, long, long>
    {
        public override long CreateAccumulator() => 0;

        public override long Add(long accumulator, long value) => accumulator + value;

        public override long Retract(long accumulator, long value) => accumulator - value;

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b) => a + b;
    }
}
