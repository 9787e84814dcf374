using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.RandomJobs.Functions;
using Millrace.Simulation.Tests.World;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A random graph as a job.</summary>
internal sealed class RandomGraphJob(RandomGraph graph, int maxParallelism, FaultPlan faults, RandomWorld world) : IStreamJob
{
    private static readonly OutputTag<FailedRecord<Item>> s_failed = new("failed");
    private static readonly OutputTag<Item> s_late = new("late");

    public IReadOnlyList<JobOption> Options { get; } = [new JobOption<string>(ISimulatedJob.StartOption, "N", "Which submission it is.", static text => text, "0")];

    public void Define(StreamEnvironment env, JobArguments args)
    {
        var streams = new DataStream<Item>[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            if (node.IsSink) AddSink(node, Input(node, streams), args);
            else if (node.Kind == NodeKind.Side) streams[node.Id] = Side(graph.Nodes[node.Inputs[0].From], streams, args);
            else if (node.TakesLate) streams[node.Id] = WithLate(node, Input(node, streams), args);
            else if (node.HasTwoInputs) streams[node.Id] = Settle(node, Joined(node, Input(node, streams, 0), Input(node, streams, 1)), args);
            else streams[node.Id] = Settle(node, node.Kind == NodeKind.Source ? Source(node, env) : Operator(node, Input(node, streams), args), args);
        }
    }

    private static DataStream<Item> Input(GraphNode node, DataStream<Item>[] streams)
    {
        var inputs = Enumerable.Range(0, node.Inputs.Count).Select(at => Input(node, streams, at)).ToArray();
        return inputs.Length == 1 ? inputs[0] : inputs[0].Union(inputs[1..]);
    }

    private static DataStream<Item> Input(GraphNode node, DataStream<Item>[] streams, int at) => node.Inputs[at].Exchange switch
    {
        Exchange.Rebalance => streams[node.Inputs[at].From].Rebalance(),
        Exchange.Custom => streams[node.Inputs[at].From].PartitionBy(Semantics.SubtaskOf),
        Exchange.Broadcast => streams[node.Inputs[at].From].Broadcast(),
        _ => streams[node.Inputs[at].From],
    };

    private DataStream<Item> Side(GraphNode of, DataStream<Item>[] streams, JobArguments args)
    {
        var stream = (OperatorStream<Item>)streams[of.Id];
        if (of.Kind == NodeKind.Split) return stream.SideOutput(SplitFunction.Aside);
        // Chained, so that stack traces do not cross the network: their length, and with it the number of frames, depends on the machine.
        var failed = stream.SideOutput(s_failed).Map(Failed);
        return ParallelismOf(of, args) is > 0 and var parallelism ? failed.Parallelism(parallelism) : failed;
    }

    private Item Failed(FailedRecord<Item> failed)
    {
        world.Seen.Note("record failed");
        return failed.Record;
    }

    private OperatorStream<Item> Source(GraphNode node, StreamEnvironment env)
    {
        var watermarks = node.Number % 5 == 0
            ? WatermarkStrategy.ForGenerator(() => new TrailingGenerator(Semantics.Disorder(node)))
            : WatermarkStrategy.BoundedOutOfOrderness<Item>(TimeSpan.FromMilliseconds(Semantics.Disorder(node)));
        watermarks = watermarks.WithTimestamps(i => i.Time);
        if (Semantics.HasIdleSplit(node)) watermarks = watermarks.WithIdleness(Milliseconds(1 + (node.Number % 4)));
        if (node.Number % 3 == 0) watermarks = watermarks.WithAlignment("near", TimeSpan.FromMilliseconds(30 + (node.Number % 50)));
        // Where no record may be late, no split may be excluded from the watermark.
        var idling = WatermarkStrategy.Ascending<Item>().WithTimestamps(i => i.Time).WithIdleness(Milliseconds(1 + (node.Number % 4)));
        var source = new ItemSource(node, faults);
        // Beside a split that is idle the others must still have records, or nothing depends on its being left out of the watermark.
        var rate = Semantics.HasIdleSplit(node) ? 500 : node.Number % 4 == 0 ? 2000 : 0;
        // A subtask reads its splits in any order, so downstream only a disorder that no split reaches guarantees that nothing is late.
        if (node.IsTimed && node.Number % 7 == 0)
            return env.FromSource(source).RateLimit(rate).AssignTimestampsAndWatermarks(WatermarkStrategy.BoundedOutOfOrderness<Item>(TimeSpan.FromHours(1)).WithTimestamps(i => i.Time));
        return env.FromSource(source, node.IsTimed ? watermarks : node.IsStamped ? idling : null).RateLimit(rate);
    }

    private OperatorStream<Item> Operator(GraphNode node, DataStream<Item> input, JobArguments args) => node.Kind switch
    {
        NodeKind.Map => input.Map(i => Semantics.Map(node, Poisoned(i))),
        NodeKind.Rekey => input.Map(i => Semantics.Rekey(node, i)),
        NodeKind.Filter => input.Filter(i => Semantics.Filter(node, Poisoned(i))),
        NodeKind.FlatMap => input.FlatMap(i => Semantics.FlatMap(node, i)),
        NodeKind.Collect => input.FlatMap<Item>((i, output) =>
        {
            foreach (var copy in Semantics.FlatMap(node, i)) output.Collect(copy);
        }),
        NodeKind.Process => input.Process(new CopyFunction(node, faults)),
        NodeKind.Known => input.Process(new KnownFunction(node, world)),
        NodeKind.Split => input.Process(new SplitFunction(node, world.Seen)),
        NodeKind.Guarded => input.Map(i => Semantics.IsAside(node, i) ? throw new FormatException("aside") : Semantics.Map(node, i)).OnError(s_failed),
        _ => (node.Number % 3) switch
        {
            0 => Keyed(node, input.KeyBy(i => i.Key), key => key, args),
            1 => Keyed(node, input.KeyBy(i => $"k{i.Key}"), key => int.Parse(key.AsSpan(1)), args),
            _ => Keyed(node, input.KeyBy(i => (i.Key / 2, i.Key % 2 == 1)), key => (key.Item1 * 2) + (key.Item2 ? 1 : 0), args),
        },
    };

    private OperatorStream<Item> Keyed<TKey>(GraphNode node, KeyedStream<TKey, Item> input, Func<TKey, int> keyOf, JobArguments args) => node.Kind switch
    {
        NodeKind.Count => Settle(node with { Number = node.Number | 1 }, input.Count(), args).Map(c => new Item(keyOf(c.Key), c.Count, 0)),
        NodeKind.Distinct => input.Process(new DistinctFunction<TKey>()),
        NodeKind.Total => input.Process(new TotalFunction<TKey>(world.Seen)),
        NodeKind.Window => input.Process(new WindowFunction<TKey>(node, world.Seen)),
        NodeKind.Delay => input.Process(new DelayFunction<TKey>(node)),
        NodeKind.Forget => input.Process(new ForgetFunction<TKey>(node, world)),
        NodeKind.Tumbling => Windows(node, input, TumblingEventTimeWindows.Of(Milliseconds(Semantics.WindowSize(node))), keyOf, args),
        NodeKind.Sliding => Windows(node, input, SlidingEventTimeWindows.Of(Milliseconds(Semantics.WindowSize(node)), Milliseconds(Semantics.Slide(node))), keyOf, args),
        NodeKind.Session => Windows(node, input, EventTimeSessionWindows.WithGap(Milliseconds(Semantics.WindowSize(node))), keyOf, args),
        NodeKind.Top => Top(node, input).Where(i => i.Value >= long.MinValue).Select(i => i with { Time = 0 }).Materialize().Map(r => new Item(r.Row.Key, r.Row.Value, r.Key.Rank)),
        NodeKind.Triggered => Triggered(node, input, args).Map(w => new WindowResult(keyOf(w.Key), w.Window.End, w.Result.Count, w.Result.Sum).ToItem()),
        _ => input.Reduce((sum, item) => new Item(sum.Key, sum.Value + Poisoned(item).Value, Math.Min(sum.Time, -1) - 1)),
    };

    // The operator before the map has no Uid; two operators would have the same one.
    private OperatorStream<Item> Windows<TKey>(GraphNode node, KeyedStream<TKey, Item> input, WindowAssigner windows, Func<TKey, int> keyOf, JobArguments args) =>
        Settle(node with { Number = node.Number | 1 }, input.Window(windows).Aggregate(new SumOfValues()), args)
            .Map(w => new Item(keyOf(w.Key), w.Result, w.Window.End - 1));

    private static ChangelogStream<(TKey Key, int Rank), Item> Top<TKey>(GraphNode node, KeyedStream<TKey, Item> input) => input.TopN(Semantics.Ranks(node), Semantics.BestFirst);

    private OperatorStream<(TKey Key, TimeWindow Window, (int Count, long Sum) Result)> Triggered<TKey>(GraphNode node, KeyedStream<TKey, Item> input, JobArguments args)
    {
        var windows = input.Window(TumblingEventTimeWindows.Of(Milliseconds(Semantics.WindowSize(node))));
        return Settle(node with { Number = node.Number | 1 }, Semantics.TriggerOf(node) switch
        {
            TriggerKind.Count => windows.Trigger(new CountTrigger(Semantics.TriggerCount(node))).Aggregate(new CountAndSum()),
            TriggerKind.PurgingCount => windows.Trigger(new CountTrigger(Semantics.TriggerCount(node)).Purging()).Aggregate(new CountAndSum()),
            _ => windows.Trigger(new ContinuousEventTimeTrigger(Milliseconds(Semantics.TriggerInterval(node)))).Aggregate(new CountAndSum()),
        }, args);
    }

    private DataStream<Item> WithLate(GraphNode node, DataStream<Item> input, JobArguments args)
    {
        var keyed = input.KeyBy(i => i.Key);
        var windows = node.Kind == NodeKind.LateSession
            ? keyed.Window(EventTimeSessionWindows.WithGap(Milliseconds(Semantics.WindowSize(node))))
            : keyed.Window(TumblingEventTimeWindows.Of(Milliseconds(Semantics.WindowSize(node)))).AllowedLateness(Milliseconds(Semantics.AllowedLateness(node)));
        var results = Settle(node, windows.LateDataTo(s_late).Aggregate(new CountAndSum()), args);
        return results.Map(w => new WindowResult(w.Key, w.Window.End, w.Result.Count, w.Result.Sum).ToItem()).Union(results.SideOutput(s_late).Map(Late));
    }

    private Item Late(Item item)
    {
        world.Seen.Note("record late");
        return WindowResult.Late(item);
    }

    private OperatorStream<Item> Joined(GraphNode node, DataStream<Item> first, DataStream<Item> second) => node.Kind switch
    {
        NodeKind.Merge => first.Connect(second).Process(new MergeFunction(node)),
        NodeKind.Pair => first.KeyBy(i => i.Key).Connect(second.KeyBy(i => i.Key)).Process(new PairFunction()),
        NodeKind.Lookup => first.KeyBy(i => $"k{i.Key}").Connect(second.Broadcast()).Process(new LookupFunction(world.Seen)),
        NodeKind.WindowJoin => Nullable(first).WindowJoin(Nullable(second)).Window(TumblingEventTimeWindows.Of(Milliseconds(Semantics.WindowSize(node))))
            .Select((l, r) => Semantics.Together(node, l, r), Semantics.JoinKindOf(node)),
        NodeKind.Temporal => first.KeyBy(i => i.Key).TemporalJoin(
            Nullable(second), (item, version) => Semantics.Valid(item, version), Semantics.KeepsWithoutVersion(node) ? JoinKind.Left : JoinKind.Inner),
        NodeKind.TableJoin => Top(node, first.KeyBy(i => i.Key)).Join(Top(node, second.KeyBy(i => i.Key)), Semantics.Joint, Semantics.Joint, Semantics.Pair, Ttl.Never)
            .Materialize().Map(r => r.Row),
        _ => Nullable(first).IntervalJoin(Nullable(second)).Between(Milliseconds(-Semantics.Reach(node)), Milliseconds(Semantics.Reach(node)))
            .Select((l, r) => Semantics.Near(node, l, r), Semantics.JoinKindOf(node)),
    };

    // A missing side in an outer join is null.
    private static KeyedStream<int, Item?> Nullable(DataStream<Item> stream) => stream.Map(i => (Item?)i).KeyBy(i => i!.Value.Key);

    private static TimeSpan Milliseconds(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void AddSink(GraphNode node, DataStream<Item> input, JobArguments args)
    {
        ISink<Item> sink = node.Kind == NodeKind.ExactlyOnceSink ? world.ExactlyOnce(node, faults) : world.AtLeastOnce(node, faults);
        var added = input.SinkTo(sink);
        if (node.HasUid) added.Uid($"n{node.Id}");
        if (ParallelismOf(node, args) is > 0 and var parallelism) added.Parallelism(parallelism);
    }

    private OperatorStream<T> Settle<T>(GraphNode node, OperatorStream<T> stream, JobArguments args)
    {
        if (node.HasUid) stream.Uid($"n{node.Id}");
        if (ParallelismOf(node, args) is > 0 and var parallelism) stream.Parallelism(parallelism);
        return stream;
    }

    /// <summary>A negative parallelism changes with every start.</summary>
    private int ParallelismOf(GraphNode node, JobArguments args) => node.Parallelism >= 0
        ? node.Parallelism
        : (int)((uint)(node.Number + (int.Parse(args.Values[ISimulatedJob.StartOption]) * (node.Id + 1))) % (uint)Math.Min(5, maxParallelism)) + 1;

    private Item Poisoned(Item item)
    {
        if (faults.Hangs()) world.Seen.Note("function hung");
        if (world.Poisons(item) || faults.Strikes(40)) throw new InvalidOperationException($"Simulated: the user's function does not like {item}.");
        return item;
    }
}
