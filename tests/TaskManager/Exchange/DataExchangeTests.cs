using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.Scheduling;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>Data calls over real connections.</summary>
public sealed class DataExchangeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_end_may_come_first(bool consumerFirst)
    {
        await using var pair = await ExchangePair.Start();
        var (input, output) = consumerFirst
            ? (pair.Input("job", 0), pair.Output("job", 0))
            : Reverse(pair.Output("job", 0), pair.Input("job", 0));
        output.TrySend(new WatermarkElement(3));
        Assert.Equal(3, Assert.IsType<WatermarkElement>(await ExchangePair.Next(input)).Timestamp);
        for (var i = 0; i < 100; i++)
        {
            while (!output.TrySend(pair.Batch(i))) await Task.Yield();
            var batch = Assert.IsType<RecordBatch<long>>(await ExchangePair.Next(input));
            Assert.Equal((ExchangePair.Records, i, i), (batch.Count, batch.Values[0], batch.Timestamps[ExchangePair.Records - 1]));
            batch.Release();
            input.ReturnCredit();
        }

        Assert.Empty(pair.Failures);

        static (RemoteInput, RemoteOutput) Reverse(RemoteOutput output, RemoteInput input) => (input, output);
    }

    [Fact]
    public async Task A_call_is_kept_over_attempts_and_stale_frames_reach_nobody()
    {
        await using var pair = await ExchangePair.Start();
        var (oldInput, oldOutput) = (pair.Input("job", 0), pair.Output("job", 0));
        oldOutput.TrySend(new WatermarkElement(1));
        await ExchangePair.Next(oldInput);
        pair.To.Exchange.Drop("job", 1);
        // The producer's attempt is still alive: what it sends is stale.
        oldOutput.TrySend(new WatermarkElement(2));
        var (input, output) = (pair.Input("job", 0, attempt: 2), pair.Output("job", 0, attempt: 2));
        output.TrySend(new WatermarkElement(3));
        Assert.Equal(3, Assert.IsType<WatermarkElement>(await ExchangePair.Next(input)).Timestamp);
        Assert.False(oldInput.TryReceive(out _));
        Assert.Empty(pair.Failures);
    }

    [Fact]
    public async Task A_call_that_no_attempt_uses_is_closed_after_a_while()
    {
        var time = new FakeTimeProvider();
        await using var pair = await ExchangePair.Start(time);
        var (input, output) = (pair.Input("job", 0), pair.Output("job", 0));
        output.TrySend(new WatermarkElement(1));
        await ExchangePair.Next(input);
        time.Advance(DataCall.Linger);
        Assert.Equal(1, pair.To.Exchange.Calls);
        pair.From.Exchange.Drop("job", 1);
        pair.To.Exchange.Drop("job", 1);
        time.Advance(DataCall.Linger / 2);
        Assert.Equal(1, pair.To.Exchange.Calls);
        time.Advance(DataCall.Linger / 2);
        Assert.Equal(0, pair.To.Exchange.Calls);
        var (next, again) = (pair.Input("job", 0, attempt: 2), pair.Output("job", 0, attempt: 2));
        again.TrySend(new WatermarkElement(2));
        Assert.Equal(2, Assert.IsType<WatermarkElement>(await ExchangePair.Next(next)).Timestamp);
        Assert.Empty(pair.Failures);
    }

    [Fact]
    public async Task Both_ends_fail_as_external_when_the_producers_process_is_gone()
    {
        await using var pair = await ExchangePair.Start();
        var (input, output) = (pair.Input("job", 0), pair.Output("job", 0));
        output.TrySend(new WatermarkElement(1));
        await ExchangePair.Next(input);
        await pair.From.DisposeAsync();
        await Failed(pair, 2);
        Assert.All(pair.Failures, static e => Assert.Equal(FailureDomain.External, FailureRules.DomainOf(null, e)));
        Assert.Contains(pair.Failures, e => e.Message.StartsWith($"The data call to task manager producer ({pair.From.Address.Address}) was lost: ", StringComparison.Ordinal));
        Assert.Contains(pair.Failures, e => e.Message.StartsWith("The data call of task manager consumer was lost: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_producer_fails_when_the_consumers_process_is_gone_and_another_attempt_has_a_call_of_its_own()
    {
        await using var pair = await ExchangePair.Start();
        var (input, output) = (pair.Input("job", 0), pair.Output("job", 0));
        output.TrySend(new WatermarkElement(1));
        await ExchangePair.Next(input);
        pair.To.Exchange.Dispose();
        await Failed(pair, 2);
        var (next, again) = (pair.Input("job", 0, attempt: 2), pair.Output("job", 0, attempt: 2));
        again.TrySend(new WatermarkElement(2));
        Assert.Equal(2, Assert.IsType<WatermarkElement>(await ExchangePair.Next(next)).Timestamp);
    }

    [Fact]
    public async Task A_process_that_is_not_there_or_is_another_fails_the_consumer()
    {
        await using var pair = await ExchangePair.Start();
        var reader = new BatchReader<long>(new SerializerCache().For<long>(), keyed: false);
        var input = new RemoteInput(new ChannelAddress(0, 0, 0, 1, 1), reader, new FrameLimits(), 4, pair.Failures.Enqueue);
        pair.To.Exchange.Open("job", new TaskManagerAddress("former", pair.From.Address.Address), input);
        await Failed(pair, 1);
        Assert.EndsWith("This is task manager producer, not former, which was at this address before.", Assert.Single(pair.Failures).Message, StringComparison.Ordinal);
    }

    private static async Task Failed(ExchangePair pair, int count)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (pair.Failures.Count < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < s_limit, $"{pair.Failures.Count} of {count} ends have failed.");
            await Task.Yield();
        }
    }
}
