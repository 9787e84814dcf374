using System.Text.Json;
using Millrace.Testing;
using Millrace.Tests.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

/// <summary>
/// The scripts of <c>../shared/cases/window_operator.jsonl</c> and <c>evicting_window_operator.jsonl</c> under every variation of the harness,
/// which replaces their snapshots and restores.
/// </summary>
public sealed class WindowCasesTests
{
    public static TheoryData<string> Cases =>
        [.. File.ReadLines(SharedMaterial.Path("cases/window_operator.jsonl")), .. File.ReadLines(SharedMaterial.Path("cases/evicting_window_operator.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_script_of_the_field_gives_what_it_expects(string line)
    {
        using var script = JsonDocument.Parse(line);
        var steps = script.RootElement.GetProperty("steps").EnumerateArray().ToList();
        var config = new WindowCase(script.RootElement.GetProperty("case").GetString()!, script.RootElement.GetProperty("config"));
        var late = new OutputTag<(string Key, int Value)>("late");
        var output = OperatorHarness.Check(
            Play(steps),
            records =>
            {
                var results = config.Define(records.KeyBy(r => r.Key), late);
                return results.Union(results.SideOutput(late).Map(r => $"late [{r.Key},{r.Value}]"));
            },
            new HarnessOptions<string> { KeyOf = text => text.Split(',')[0], Ordered = false, OneOf = 10 });
        var isLate = output.ToLookup(e => e.Value.StartsWith("late", StringComparison.Ordinal));
        Verify(steps, [.. isLate[false]]);
        if (!config.KeepsLateData) return;
        Assert.Equal(
            steps.Where(s => s.GetProperty("op").GetString() == "expectLate").Select(s => $"late {Text(s)}").Order(StringComparer.Ordinal),
            isLate[true].Select(e => $"{e.Value}@{e.Timestamp}").Order(StringComparer.Ordinal));
    }

    private static Script<(string Key, int Value)> Play(List<JsonElement> steps)
    {
        var script = new Script<(string Key, int Value)>();
        foreach (var step in steps)
        {
            switch (step.GetProperty("op").GetString())
            {
                case "element":
                    var value = step.GetProperty("value");
                    var time = step.GetProperty("ts");
                    script.Record((value[0].GetString()!, value[1].GetInt32()), time.ValueKind == JsonValueKind.Null ? Timestamps.None : time.GetInt64());
                    break;
                case "watermark":
                    script.Watermark(step.GetProperty("ts").GetInt64());
                    break;
                case "processingTime":
                    script.At(step.GetProperty("ts").GetInt64());
                    break;
            }
        }

        return script;
    }

    // The order between keys is undefined, and the end of the input, which the scripts do not have, fires the remaining windows.
    private static void Verify(List<JsonElement> steps, IReadOnlyList<Emitted<string>> output)
    {
        var actual = output.GroupBy(e => e.Watermark).ToDictionary(g => g.Key, g => g.Select(e => $"{e.Value}@{e.Timestamp}").ToList());
        var last = steps.Where(s => s.GetProperty("op").GetString() == "watermark").Select(s => s.GetProperty("ts").GetInt64()).LastOrDefault(long.MinValue);
        foreach (var (watermark, expected) in Expected(steps))
        {
            var found = actual.GetValueOrDefault(watermark, []);
            if (watermark == last) found = [.. found.Intersect(expected)];
            Assert.Equal(expected.Order(StringComparer.Ordinal).Distinct(), found.Order(StringComparer.Ordinal).Distinct());
            if (watermark != last) Assert.Equal(expected.Count, found.Count);
        }
    }

    /// <summary>Returns the expected output after each emitted watermark; late records may come at any time.</summary>
    private static IEnumerable<(long Watermark, List<string> Expected)> Expected(List<JsonElement> steps)
    {
        var expected = new List<string>();
        var watermark = long.MinValue;
        foreach (var step in steps.Where(s => s.GetProperty("op").GetString() == "expect"))
        {
            if (step.TryGetProperty("watermark", out var next))
            {
                yield return (watermark, expected);
                (watermark, expected) = (next.GetInt64(), []);
                continue;
            }

            expected.Add(Text(step));
        }

        yield return (watermark, expected);
    }

    private static string Text(JsonElement step)
    {
        var value = step.GetProperty("value");
        var text = value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Replace("GOT: (", "[", StringComparison.Ordinal).Replace(')', ']')
            : value.GetRawText().Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return $"{text}@{step.GetProperty("ts").GetInt64()}";
    }
}
