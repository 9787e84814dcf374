using System.Collections.Concurrent;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>Two task managers, and channels from one to the other whose ends the test simulates.</summary>
internal sealed class ExchangePair : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly BatchPool<long> _pool = new(Records, keyed: false);
    private readonly SerializerCache _serializers = new();

    /// <summary>Per batch: a frame of 32 KB.</summary>
    public const int Records = 2000;

    private ExchangePair(ExchangeHost from, ExchangeHost to) => (From, To) = (from, to);

    public ExchangeHost From { get; }

    public ExchangeHost To { get; }

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public static async Task<ExchangePair> Start(TimeProvider? time = null) => new(await ExchangeHost.Start("producer", time), await ExchangeHost.Start("consumer", time));

    public RemoteOutput Output(string job, int channel, int attempt = 1)
    {
        var writer = new BatchWriter<long>(_serializers.For<long>(), keyed: false, new FrameLimits(), "'a' to 'b'");
        var output = new RemoteOutput(Address(channel, attempt), writer, Failures.Enqueue);
        From.Exchange.Sent.Add(job, output);
        return output;
    }

    public RemoteInput Input(string job, int channel, int attempt = 1, Action? wake = null)
    {
        var input = new RemoteInput(
            Address(channel, attempt), new BatchReader<long>(_serializers.For<long>(), keyed: false), new FrameLimits(), From.Exchange.Options.Window, Failures.Enqueue)
        {
            Producer = $"producer {channel}",
            WakeConsumer = wake ?? (static () => { }),
        };
        To.Exchange.Open(job, From.Address, input);
        return input;
    }

    /// <summary>Returns a batch of one number.</summary>
    public RecordBatch<long> Batch(long number)
    {
        var batch = _pool.Rent();
        for (var i = 0; i < Records; i++) batch.Add(number, number);
        batch.Own(1);
        return batch;
    }

    /// <summary>Waits for the next element of a channel.</summary>
    public static async Task<StreamElement> Next(RemoteInput input)
    {
        var since = TimeProvider.System.GetTimestamp();
        StreamElement? element;
        while (!input.TryReceive(out element))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < s_limit, "Nothing came.");
            await Task.Yield();
        }

        return element;
    }

    public async ValueTask DisposeAsync()
    {
        await To.DisposeAsync();
        await From.DisposeAsync();
    }

    private static ChannelAddress Address(int channel, int attempt) => new(0, channel, 0, attempt, attempt);
}
