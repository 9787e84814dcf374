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
        var valve = Valve(3);
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

    [Fact]
    public void A_channel_that_joins_holds_the_watermark_back_and_never_takes_it_back()
    {
        var valve = Valve(1);
        Assert.True(valve.OnWatermark(0, 10));
        valve.Join();
        Assert.False(valve.OnWatermark(0, 20));
        Assert.False(valve.OnWatermark(1, 7));
        Assert.Equal(10, valve.Current);
        Assert.True(valve.OnWatermark(1, 15));
        Assert.Equal(15, valve.Current);
    }

    [Fact]
    public void A_channel_that_leaves_holds_nothing_back_and_is_no_end_of_input()
    {
        var valve = Valve(3);
        valve.OnWatermark(0, 10);
        valve.OnWatermark(1, 20);
        Assert.True(valve.Leave(2));
        Assert.Equal(10, valve.Current);
        Assert.True(valve.Leave(0));
        Assert.Equal(20, valve.Current);
        Assert.False(valve.Leave(1));
        Assert.Equal(20, valve.Current);
    }

    [Fact]
    public void The_others_are_idle_or_have_ended_when_a_channel_leaves()
    {
        var valve = Valve(3);
        valve.OnWatermark(0, 10);
        valve.OnStatus(1, idle: true);
        valve.OnWatermark(2, 15);
        Assert.True(valve.Leave(0));
        Assert.Equal((15, false), (valve.Current, valve.IsIdle));
        valve.OnWatermark(2, long.MaxValue);
        Assert.True(valve.IsIdle);
        Assert.True(valve.Leave(1));
        Assert.Equal((long.MaxValue, false), (valve.Current, valve.IsIdle));
    }

    private static WatermarkValve Valve(int channels)
    {
        var valve = new WatermarkValve();
        for (var i = 0; i < channels; i++) valve.Join();
        return valve;
    }

    private static void Replay(JsonElement script)
    {
        var valve = Valve(script.GetProperty("channels").GetInt32());
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
