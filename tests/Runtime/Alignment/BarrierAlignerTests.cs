using System.Text.Json;
using System.Text.RegularExpressions;
using Millrace.Runtime.Alignment;
using Millrace.Tests.Testing;

namespace Millrace.Runtime.Tests.Alignment;

public sealed partial class BarrierAlignerTests
{
    /// <summary>The sequences of <c>../shared/cases/barrier_aligned.jsonl</c> that state which checkpoints are triggered.</summary>
    [Fact]
    public void Sequences_of_the_field_trigger_the_same_checkpoints()
    {
        var checkedCases = 0;
        foreach (var line in File.ReadLines(SharedMaterial.Path("cases/barrier_aligned.jsonl")))
        {
            using var script = JsonDocument.Parse(line);
            var steps = script.RootElement.GetProperty("steps").EnumerateArray().ToList();
            var expected = steps.Where(s => s.TryGetProperty("expectTriggered", out _))
                .SelectMany(s => Number().Matches(s.GetProperty("expectTriggered").GetString()!)).Select(m => long.Parse(m.Value)).ToList();
            if (expected.Count == 0) continue;
            var triggered = Replay(script.RootElement.GetProperty("channels").GetInt32(), steps[0].GetProperty("sequence"));
            Assert.Equal(expected, triggered);
            checkedCases++;
        }

        Assert.True(checkedCases >= 3);
    }

    [Fact]
    public void A_channel_is_blocked_from_its_barrier_until_the_last_one()
    {
        var aligner = Aligner(3);
        Assert.Equal(0, aligner.OnBarrier(1, 1).Completed);
        Assert.Equal(0, aligner.OnBarrier(2, 1).Completed);
        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(aligner.IsBlocked));
        Assert.Equal(1, aligner.OnBarrier(0, 1).Completed);
        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(aligner.IsBlocked));
    }

    [Fact]
    public void A_newer_barrier_gives_the_older_checkpoint_up()
    {
        var aligner = Aligner(3);
        aligner.OnBarrier(0, 2);
        aligner.OnBarrier(1, 2);
        Assert.Equal(new AlignmentResult(0, 2), aligner.OnBarrier(2, 3));
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(aligner.IsBlocked));
        Assert.Equal(default, aligner.OnBarrier(0, 2));
    }

    [Fact]
    public void A_cancelled_checkpoint_blocks_nothing()
    {
        var aligner = Aligner(2);
        aligner.OnBarrier(0, 1);
        Assert.Equal(1, aligner.OnCancel(1).Aborted);
        Assert.False(aligner.IsBlocked(0));
        Assert.Equal(default, aligner.OnBarrier(1, 1));
    }

    [Fact]
    public void A_channel_that_joins_owes_the_barrier_that_is_being_aligned()
    {
        var aligner = Aligner(2);
        aligner.OnBarrier(0, 1);
        aligner.Join();
        Assert.Equal(default, aligner.OnBarrier(1, 1));
        Assert.Equal(1, aligner.OnBarrier(2, 1).Completed);
        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(aligner.IsBlocked));
    }

    [Fact]
    public void A_channel_that_leaves_owes_no_barrier()
    {
        var aligner = Aligner(3);
        aligner.OnBarrier(0, 1);
        aligner.OnBarrier(1, 1);
        Assert.Equal(default, aligner.Leave(1));
        Assert.Equal(default, aligner.Leave(1));
        Assert.Equal(1, aligner.Leave(2).Completed);
        Assert.Equal(2, aligner.OnBarrier(0, 2).Completed);
    }

    private static BarrierAligner Aligner(int channels)
    {
        var aligner = new BarrierAligner();
        for (var i = 0; i < channels; i++) aligner.Join();
        return aligner;
    }

    private static List<long> Replay(int channels, JsonElement sequence)
    {
        var aligner = Aligner(channels);
        var triggered = new List<long>();
        foreach (var step in sequence.EnumerateArray())
        {
            var result = step[0].GetString() switch
            {
                "barrier" => aligner.OnBarrier(step[2].GetInt32(), step[1].GetInt64()),
                "cancelBarrier" => aligner.OnCancel(step[1].GetInt64()),
                "endOfPartition" => aligner.Leave(step[1].GetInt32()),
                _ => default,
            };
            if (result.Completed != 0) triggered.Add(result.Completed);
        }

        return triggered;
    }

    [GeneratedRegex("[0-9]+(?=L)")]
    private static partial Regex Number();
}
