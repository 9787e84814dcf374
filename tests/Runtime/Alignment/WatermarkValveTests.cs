using System.Text.Json;
using Millrace.Runtime.Alignment;
using Millrace.Tests.Testing;

namespace Millrace.Runtime.Tests.Alignment;

/// <summary>The scripts of <c>../shared/cases/status_watermark_valve.jsonl</c>.</summary>
public sealed class WatermarkValveTests
{
    public static TheoryData<string> Cases => [.. File.ReadLines(SharedMaterial.Path("cases/status_watermark_valve.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_script_of_the_field_gives_what_it_expects(string line)
    {
        using var script = JsonDocument.Parse(line);
        Replay(script.RootElement);
    }

    [Fact]
    public void A_channel_that_has_ended_is_left_out_so_that_idleness_of_the_others_does_not_end_time()
    {
        var valve = new WatermarkValve(3);
        valve.OnWatermark(0, 10);
        valve.OnWatermark(1, 5);
        valve.OnWatermark(2, 5);
        Assert.False(valve.OnWatermark(0, long.MaxValue));
        Assert.False(valve.OnStatus(1, idle: true));
        Assert.False(valve.OnStatus(2, idle: true));
        Assert.Equal((5, true), (valve.Current, valve.IsIdle));
        Assert.False(valve.OnStatus(1, idle: false));
        Assert.True(valve.OnWatermark(1, 7));
        Assert.Equal((7, false), (valve.Current, valve.IsIdle));
        Assert.False(valve.OnWatermark(1, long.MaxValue));
        Assert.True(valve.IsIdle);
        valve.OnStatus(2, idle: false);
        Assert.True(valve.OnWatermark(2, long.MaxValue));
        Assert.Equal((long.MaxValue, false), (valve.Current, valve.IsIdle));
    }

    private static void Replay(JsonElement script)
    {
        var valve = new WatermarkValve(script.GetProperty("channels").GetInt32());
        var output = new Queue<string>();
        var name = script.GetProperty("case").GetString();
        foreach (var (at, step) in script.GetProperty("steps").EnumerateArray().Index())
        {
            switch (step.GetProperty("op").GetString())
            {
                case "watermark":
                    if (valve.OnWatermark(step.GetProperty("channel").GetInt32(), step.GetProperty("ts").GetInt64())) output.Enqueue($"{valve.Current}");
                    break;
                case "status":
                    var wasIdle = valve.IsIdle;
                    if (valve.OnStatus(step.GetProperty("channel").GetInt32(), IsIdle(step))) output.Enqueue($"{valve.Current}");
                    if (valve.IsIdle != wasIdle) output.Enqueue(valve.IsIdle ? "idle" : "active");
                    break;
                case "expectOutput":
                    var expected = step.TryGetProperty("watermark", out var watermark) ? watermark.ToString() : IsIdle(step) ? "idle" : "active";
                    Assert.True(output.TryDequeue(out var actual) && actual == expected, $"{name}, step {at}: expected {expected}, got {actual ?? "nothing"}");
                    break;
                case "expectNothing":
                    Assert.True(output.Count == 0, $"{name}, step {at}: expected nothing, got {string.Join(", ", output)}");
                    break;
            }
        }
    }

    private static bool IsIdle(JsonElement step) => step.GetProperty("status").GetString()!.Contains("idle", StringComparison.OrdinalIgnoreCase);
}
