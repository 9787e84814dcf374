using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>Times to live that are changed, added, removed, or switched between the time domains.</summary>
internal static partial class ParameterCases
{
    private static (string Parameter, Func<KeyedStream<int, Item>, Ttl?, DataStream<string>> Define)[] Living() =>
    [
        ("CountFunction.timeToLive", static (keyed, ttl) => keyed.Count(ttl).Uid("it").Map(c => $"{c.Count}")),
        ("SumFunction.timeToLive", static (keyed, ttl) => keyed.Sum(_ => 1, ttl).Uid("it").Map(s => $"{s.Sum}")),
        ("ReduceFunction.timeToLive", static (keyed, ttl) => keyed.Reduce((a, b) => a with { Value = a.Value + b.Value }, ttl).Uid("it").Map(i => $"{i.Value}")),
        ("RunningAggregateFunction.timeToLive", static (keyed, ttl) => keyed.Aggregate(new CountOfItems(), ttl).Uid("it").Map(a => $"{a.Result}")),
        ("FirstFunction.timeToLive", static (keyed, ttl) => keyed.KeepFirst(ttl).Uid("it").Map(_ => "1")),
        ("KeepFunction.timeToLive", static (keyed, ttl) => keyed.KeepLast(ttl).Uid("it").Changes.Map(c => c.HasPrevious ? "2" : "1")),
        ("TopNFunction.timeToLive", static (keyed, ttl) => keyed.TopN(5, (_, _) => 0, ttl).Uid("it").Changes.Map(c => $"{c.Key.Rank}")),
        ("TopNWithTiesFunction.timeToLive", static (keyed, ttl) => keyed.TopNWithTies(5, (_, _) => 0, ttl).Uid("it").Changes.Map(c => $"{c.Key.Place}")),
    ];

    /// <summary>One record before the checkpoint, one 15 ms after it and one 30 ms after it; each emits the number of retained records.</summary>
    private static IEnumerable<ParameterCase> TimesToLive()
    {
        var ten = Ttl.After(Ms(10));
        foreach (var (parameter, define) in Living())
        {
            yield return Living(parameter, define, ten, Ttl.After(Ms(20)), "2", "3");
            yield return Living(parameter, define, ten.InEventTime(), Ttl.After(Ms(20)).InEventTime(), "2", "3");
            yield return Living(parameter, define, null, ten, Kept(parameter, "1"), "1");
            yield return Living(parameter, define, null, Ttl.After(Ms(20)).InEventTime(), "2", "3");
            yield return Living(parameter, define, ten, null, "2", "3");
            yield return Living(parameter, define, ten.InEventTime(), Ttl.After(Ms(20)), "2", "3");
        }
    }

    // A ranking without a time-to-live has one from its next record on.
    private static string Kept(string parameter, string otherwise) => parameter.StartsWith("TopN", StringComparison.Ordinal) ? "2" : otherwise;

    private static ParameterCase Living(
        string parameter, Func<KeyedStream<int, Item>, Ttl?, DataStream<string>> define, Ttl? before, Ttl? after, params string[] expected)
    {
        // For those that keep one record, or only the first, a third record counts as a second, and a second one emits nothing.
        if (parameter.StartsWith("Keep", StringComparison.Ordinal)) expected = [.. expected.Select(static e => e == "3" ? "2" : e)];
        if (parameter.StartsWith("First", StringComparison.Ordinal)) expected = after is null ? [] : after.Duration < Ms(15) ? ["1", "1"] : ["1"];
        return new(parameter, (l, r) => define(l.Union(r).KeyBy(i => i.Key), before).Map(static s => s), (l, r) => define(l.Union(r).KeyBy(i => i.Key), after).Map(static s => s))
        {
            Fill = static h =>
            {
                h.Push1(new Item(1, 1, 1), 1000);
                h.AdvanceWatermark(999);
            },
            AfterRestore = static h =>
            {
                h.AdvanceTime(Ms(15));
                h.Push1(new Item(1, 1, 1), 1015);
                h.AdvanceTime(Ms(15));
                h.Push1(new Item(1, 1, 1), 1030);
            },
            Expected = expected,
        };
    }

    private sealed class CountOfItems : AggregateFunction<Item, long, long>
    {
        public override long CreateAccumulator() => 0;

        public override long Add(long accumulator, Item value) => accumulator + 1;

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b) => a + b;
    }
}
