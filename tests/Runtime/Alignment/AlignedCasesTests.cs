using System.Text.Json;
using System.Text.RegularExpressions;
using Millrace.Runtime.Alignment;
using Millrace.Tests.Testing;

namespace Millrace.Runtime.Tests.Alignment;

/// <summary>
/// The scripts of <c>../shared/cases/barrier_aligned.jsonl</c>, with their intermediate expectations. In one of them an end of input aborts a
/// checkpoint; here it counts as the channel's barrier, so that script is followed up to that point.
/// </summary>
public sealed partial class AlignedCasesTests
{
    private const string EndGivesUp = "AlignedCheckpointsTest.testMultiChannelJumpingOverCheckpoint";

    public static TheoryData<string> Cases => [.. File.ReadLines(SharedMaterial.Path("cases/barrier_aligned.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_script_of_the_field_gives_what_it_expects(string line)
    {
        using var script = JsonDocument.Parse(line);
        var steps = script.RootElement.GetProperty("steps").EnumerateArray().ToList();
        var replay = new Replay(script.RootElement.GetProperty("channels").GetInt32(), [.. steps[0].GetProperty("sequence").EnumerateArray()]);
        // Some scripts have expectations at points that a parser could not tell apart; these have no polls.
        var polled = steps.Exists(s => s.TryGetProperty("polls", out _));
        foreach (var step in steps.Skip(1))
        {
            if (script.RootElement.GetProperty("case").GetString() == EndGivesUp && replay.HasEnded(step)) return;
            if (step.TryGetProperty("polls", out var polls)) replay.Run(polls.EnumerateArray().Last().GetInt32() + 1);
            else if (polled) replay.Expect(step);
        }

        replay.Run(int.MaxValue);
        foreach (var step in steps.Where(s => s.TryGetProperty("expectTriggered", out _))) replay.Expect(step);
    }

    private sealed partial class Replay
    {
        private readonly BarrierAligner _aligner = new();
        private readonly List<long> _triggered = [];
        private readonly List<long> _aborted = [];
        private readonly int _channels;
        private readonly JsonElement[] _events;
        private int _at;

        public Replay(int channels, JsonElement[] events)
        {
            (_channels, _events) = (channels, events);
            for (var i = 0; i < channels; i++) _aligner.Join();
        }

        public void Run(int upTo)
        {
            for (; _at < Math.Min(upTo, _events.Length); _at++)
            {
                var step = _events[_at];
                var result = step[0].GetString() switch
                {
                    "barrier" => _aligner.OnBarrier(step[2].GetInt32(), step[1].GetInt64()),
                    "cancelBarrier" => _aligner.OnCancel(step[1].GetInt64()),
                    "endOfPartition" => _aligner.Leave(step[1].GetInt32()),
                    _ => default,
                };
                if (result.Completed != 0) _triggered.Add(result.Completed);
                if (result.Aborted != 0) _aborted.Add(result.Aborted);
            }
        }

        /// <summary>Returns whether a step is past an end of input.</summary>
        public bool HasEnded(JsonElement step) => step.TryGetProperty("polls", out var polls)
            && polls.EnumerateArray().Any(p => _events[p.GetInt32()][0].GetString() == "endOfPartition");

        public void Expect(JsonElement step)
        {
            var expectation = step.EnumerateObject().Single();
            switch (expectation.Name)
            {
                case "expectBlockedChannels":
                    Assert.Equal(expectation.Value.EnumerateArray().Select(e => e.GetInt32()), Enumerable.Range(0, _channels).Where(_aligner.IsBlocked));
                    break;
                case "expectLatestCheckpointId":
                    Assert.Equal(expectation.Value.GetInt64(), Math.Max(_aligner.Latest, _aligner.Aligning));
                    break;
                case "expectLastCanceledId":
                    Assert.Equal(expectation.Value.GetInt64(), _aborted[^1]);
                    break;
                case "expectTriggeredCount":
                    Assert.Equal(expectation.Value.GetInt32(), _triggered.Count);
                    break;
                case "expectAbortedCount":
                    Assert.Equal(expectation.Value.GetInt32(), _aborted.Count);
                    break;
                case "expectTriggered":
                    Assert.Equal(Number().Matches(expectation.Value.GetString()!).Select(m => long.Parse(m.Value)), _triggered);
                    break;
            }
        }

        [GeneratedRegex("[0-9]+(?=L)")]
        private static partial Regex Number();
    }
}
