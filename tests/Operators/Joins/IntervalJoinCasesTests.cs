using System.Text.Json;
using Millrace.Testing;
using Millrace.Tests.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Joins;

/// <summary>The scripts of <c>../shared/cases/interval_join.jsonl</c>.</summary>
public sealed class IntervalJoinCasesTests
{
    private const string Looks = "expectBuffer";

    public static TheoryData<string> Cases => [.. Lines.Where(l => !l.Contains(Looks, StringComparison.Ordinal))];

    public static TheoryData<string> CasesThatLookIntoBuffers => [.. Lines.Where(l => l.Contains(Looks, StringComparison.Ordinal))];

    private static IEnumerable<string> Lines => File.ReadLines(SharedMaterial.Path("cases/interval_join.jsonl"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_script_of_the_field_gives_what_it_expects(string line)
    {
        using var script = JsonDocument.Parse(line);
        var steps = script.RootElement.GetProperty("steps").EnumerateArray().ToList();
        var config = script.RootElement.GetProperty("config");
        if (steps.Exists(s => Op(s) == "elementsAndWatermarks"))
        {
            var (from, to) = (steps[0].GetProperty("from").GetInt64(), steps[0].GetProperty("to").GetInt64());
            foreach (var first in new[] { 0, 1 })
            {
                var played = new Script<(int Side, long Time)>();
                foreach (var side in new[] { first, 1 - first })
                    for (var time = from; time <= to; time++) played.Record((side, time), time, side);
                Verify(steps, Check(played, config));
            }
        }
        else
        {
            Verify(steps, Check(Play(steps), config));
        }
    }

    [Theory]
    [MemberData(nameof(CasesThatLookIntoBuffers))]
    public void A_record_is_kept_as_long_as_a_partner_may_come(string line)
    {
        using var script = JsonDocument.Parse(line);
        var config = script.RootElement.GetProperty("config");
        using var joined = StreamHarness.Of<long, long, string>((left, right) =>
            Bounded(left.KeyBy(_ => 0).IntervalJoin(right.KeyBy(_ => 0)), config).Select((l, r) => $"{l} {r}"));
        foreach (var step in script.RootElement.GetProperty("steps").EnumerateArray())
        {
            if (Op(step) == Looks)
            {
                var buffer = joined.State<MapState<TimedPlace, BufferedRecord<long>>>(Side(step) == 0 ? "left-records" : "right-records", 0);
                Assert.Equal(step.GetProperty("timestamps").EnumerateArray().Select(t => t.GetInt64()), buffer.Keys.Select(p => p.Time));
                continue;
            }

            var time = step.GetProperty("ts").GetInt64();
            if (Op(step) == "watermark") joined.AdvanceWatermark(time);
            else if (Side(step) == 0) joined.Push1(time, time);
            else joined.Push2(time, time);
        }
    }

    private static string Op(JsonElement step) => step.GetProperty("op").GetString()!;

    private static int Side(JsonElement step) => step.GetProperty("side").GetString() == "left" ? 0 : 1;

    // Both sides get each watermark in these scripts, so sending it once is enough.
    private static Script<(int Side, long Time)> Play(List<JsonElement> steps)
    {
        var script = new Script<(int Side, long Time)>();
        foreach (var step in steps)
        {
            if (Op(step) == "element") script.Record((Side(step), step.GetProperty("ts").GetInt64()), step.GetProperty("ts").GetInt64(), Side(step));
            else if (Op(step) == "watermark" && Side(step) == 1) script.Watermark(step.GetProperty("ts").GetInt64());
        }

        return script;
    }

    private static IEnumerable<string> Check(Script<(int Side, long Time)> script, JsonElement config)
    {
        var (leftLate, rightLate) = (new OutputTag<(int Side, long Time)>("left"), new OutputTag<(int Side, long Time)>("right"));
        var output = OperatorHarness.CheckAll(
            script,
            s =>
            {
                var pairs = Bounded(s[0].KeyBy(_ => 0).IntervalJoin(s[1].KeyBy(_ => 0)), config).LeftLateDataTo(leftLate).RightLateDataTo(rightLate).Select((l, r) => $"{l.Time} {r.Time}");
                return pairs.Union(pairs.SideOutput(leftLate).Map(l => $"late 0 {l.Time}"), pairs.SideOutput(rightLate).Map(r => $"late 1 {r.Time}"));
            },
            new HarnessOptions<string> { Ordered = false, OneOf = 10 });
        return output.Select(e => e.Value.StartsWith("late", StringComparison.Ordinal) ? e.Value : $"{e.Value} at {e.Timestamp}");
    }

    private static BoundedIntervalJoin<int, T, T> Bounded<T>(IntervalJoin<int, T, T> join, JsonElement config)
    {
        var bounded = join.Between(Ms(config, "lower"), Ms(config, "upper"));
        if (!config.GetProperty("lowerInclusive").GetBoolean()) bounded = bounded.LowerBoundExclusive();
        return config.GetProperty("upperInclusive").GetBoolean() ? bounded : bounded.UpperBoundExclusive();
    }

    private static void Verify(List<JsonElement> steps, IEnumerable<string> output)
    {
        var pairs = steps.Where(s => Op(s) == "expectPair")
            .Select(s => $"{s.GetProperty("left").GetInt64()} {s.GetProperty("right").GetInt64()} at {s.GetProperty("outTs").GetInt64()}");
        var late = steps.Where(s => Op(s) == "expectLate").Select(s => $"late {Side(s)} {s.GetProperty("ts").GetInt64()}");
        var expectsLate = steps.Exists(s => Op(s) == "expectLate");
        Assert.Equal(
            pairs.Concat(late).Order(StringComparer.Ordinal),
            output.Where(o => expectsLate || !o.StartsWith("late", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static TimeSpan Ms(JsonElement config, string bound) => TimeSpan.FromMilliseconds(config.GetProperty(bound).GetInt64());
}
