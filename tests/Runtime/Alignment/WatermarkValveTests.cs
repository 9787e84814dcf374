using System.Text.Json;
using Millrace.Runtime.Alignment;
using Millrace.Tests.Testing;

namespace Millrace.Runtime.Tests.Alignment;

/// <summary>The scripts of <c>../shared/cases/status_watermark_valve.jsonl</c>.</summary>
public sealed class WatermarkValveTests
{
    [Fact]
    public void Scripts_of_the_field_pass()
    {
        foreach (var line in File.ReadLines(SharedMaterial.Path("cases/status_watermark_valve.jsonl")))
        {
            using var script = JsonDocument.Parse(line);
            Replay(script.RootElement);
        }
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
