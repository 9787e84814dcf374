using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Tasks;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>A consumer that takes nothing holds up its own channel, and none of the others on the same connection.</summary>
public sealed class StalledChannelTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Two jobs between the same task managers, with 64 channels each; in one of them a channel is stalled. Measured by count and not by clock:
    /// in the time in which the other job's channels deliver a number of batches, these deliver at least nine tenths of it.
    /// </summary>
    [Fact]
    public async Task One_stalled_channel_of_64_leaves_the_others_their_rate()
    {
        const int Channels = 64;
        const int Stalled = 17;
        const int Batches = 100 * (Channels - 1);
        await using var pair = await ExchangePair.Start();
        var (stalled, free) = (new Flow(pair, "stalled", Channels), new Flow(pair, "free", Channels));
        await Task.Run(() =>
        {
            var since = TimeProvider.System.GetTimestamp();
            while (free.Received(Stalled) < Batches)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < s_limit, $"Only {free.Received(Stalled)} batches came.");
                stalled.Step(Stalled);
                free.Step(-1);
            }
        }, TestContext.Current.CancellationToken);
        Assert.InRange(stalled.Received(Stalled), Batches * 9 / 10, int.MaxValue);
        Assert.Equal(pair.From.Exchange.Options.Window, stalled.Sent[Stalled]);
        Assert.Empty(pair.Failures);
    }

    /// <summary>99 channels have delivered a barrier and are not polled; the last one has a lot of data before its own.</summary>
    [Fact]
    public async Task The_last_of_100_channels_delivers_its_data_and_its_barrier_while_the_others_wait_for_it()
    {
        const int Channels = 100;
        const int Batches = 300;
        await using var pair = await ExchangePair.Start();
        var inputs = Enumerable.Range(0, Channels).Select(i => pair.Input("job", i)).ToList();
        var outputs = Enumerable.Range(0, Channels).Select(i => pair.Output("job", i)).ToList();
        var gate = new TaskGate(inputs, null);
        foreach (var output in outputs.SkipLast(1)) output.TrySend(new BarrierElement(new CheckpointBarrier(7)));
        var (sent, received, full, last) = (0, 0, new HashSet<RemoteOutput>(), outputs[^1]);
        await Task.Run(() =>
        {
            var since = TimeProvider.System.GetTimestamp();
            while (true)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < s_limit, $"{received} of {Batches} batches came, and no barrier.");
                foreach (var output in outputs.SkipLast(1).Where(o => !full.Contains(o)))
                {
                    // The others fill their windows behind their barriers.
                    if (!output.TrySend(pair.Batch(0)) && received > 0) full.Add(output);
                }

                if (sent < Batches && last.TrySend(pair.Batch(sent)) && ++sent == Batches) last.TrySend(new BarrierElement(new CheckpointBarrier(7)));
                if (!gate.TryReceive(out var element)) continue;
                if (element.Aligned is not null) return;
                if (element.Element is not RecordBatch<long> batch) continue;
                Assert.Same(inputs[^1], element.Channel);
                Assert.Equal(received++, batch.Values[0]);
                batch.Release();
                element.Channel.ReturnCredit();
            }
        }, TestContext.Current.CancellationToken);
        Assert.Equal(Batches, received);
        Assert.Empty(pair.Failures);
    }

    /// <summary>Channels of a job that send and are read whenever possible.</summary>
    private sealed class Flow(ExchangePair pair, string job, int channels)
    {
        private readonly RemoteOutput[] _outputs = [.. Enumerable.Range(0, channels).Select(i => pair.Output(job, i))];
        private readonly RemoteInput[] _inputs = [.. Enumerable.Range(0, channels).Select(i => pair.Input(job, i))];
        private readonly int[] _received = new int[channels];

        public int[] Sent { get; } = new int[channels];

        public int Received(int without) => _received.Sum() - _received[without];

        public void Step(int stalled)
        {
            for (var i = 0; i < channels; i++)
            {
                if (_outputs[i].TrySend(pair.Batch(i))) Sent[i]++;
                if (i == stalled || !_inputs[i].TryReceive(out var element)) continue;
                ((RecordBatch<long>)element).Release();
                _inputs[i].ReturnCredit();
                _received[i]++;
            }
        }
    }
}
