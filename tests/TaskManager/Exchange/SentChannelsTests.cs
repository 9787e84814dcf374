using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>Credit that comes before its producer, after it, or for no producer.</summary>
public sealed class SentChannelsTests
{
    private readonly SentChannels _sent = new();
    private readonly List<Exception> _failures = [];
    private readonly RecordedLink _link = new();

    [Fact]
    public void Credit_that_comes_before_its_producer_is_kept()
    {
        _sent.OnCredit("job", Channel(1), 1, _link);
        _sent.OnCredit("job", Channel(1), 1, _link);
        var output = Add("job", Channel(1));
        Assert.Equal([true, true, false], Send(output, 3));
        _sent.OnCredit("job", Channel(1), 1, _link);
        Assert.Equal([true, false], Send(output, 2));
        Assert.Equal(3, _link.Frames);
    }

    [Fact]
    public void Stale_credit_reaches_nobody()
    {
        _sent.OnCredit("job", Channel(1), 5, _link);
        _sent.Drop("job", 1);
        _sent.OnCredit("job", Channel(1), 5, _link);
        _sent.OnCredit("other", Channel(2), 5, _link);
        Assert.Equal([false], Send(Add("job", Channel(1)), 1));
        Assert.Equal([false], Send(Add("job", Channel(2)), 1));
        Assert.Equal([true], Send(Add("other", Channel(2)), 1));
    }

    [Fact]
    public void Of_a_channel_only_the_newest_attempts_count()
    {
        var old = Add("job", Channel(1));
        _sent.OnCredit("job", Channel(2), 1, _link);
        _sent.OnCredit("job", Channel(1), 5, _link);
        Assert.Equal([false], Send(old, 1));
        Assert.Equal([true, false], Send(Add("job", Channel(2)), 2));
    }

    [Fact]
    public void A_channel_that_is_dropped_leaves_the_others_of_its_attempt()
    {
        _sent.OnCredit("job", Channel(1), 1, _link);
        _sent.OnCredit("job", Channel(1) with { To = 1 }, 1, _link);
        var (dropped, kept) = (Add("job", Channel(1)), Add("job", Channel(1) with { To = 1 }));
        _sent.Drop("job", [Channel(1)]);
        Send(dropped, 1);
        Assert.Equal(0, _link.Frames);
        Assert.Equal([true], Send(kept, 1));
    }

    [Fact]
    public void A_dropped_attempt_sends_nothing_more()
    {
        var output = Add("job", Channel(1));
        Send(output, 1);
        output.TrySend(new WatermarkElement(1));
        _sent.Drop("job", 1);
        _sent.OnCredit("job", Channel(1), 5, _link);
        Assert.Equal((0, 0), (_link.Frames, _failures.Count));
    }

    [Fact]
    public void A_lost_call_fails_the_producers_that_it_served_and_no_others()
    {
        var other = new RecordedLink();
        _sent.OnCredit("job", Channel(1), 1, _link);
        _sent.OnCredit("job", Channel(1) with { To = 1 }, 1, other);
        _sent.OnCredit("job", Channel(1) with { To = 2 }, 1, _link);
        var (lost, kept) = (Add("job", Channel(1)), Add("job", Channel(1) with { To = 1 }));
        _sent.OnLost(_link, new IOException("gone"));
        Assert.Equal("gone", Assert.Single(_failures).Message);
        Assert.Equal([true, false], Send(kept, 2));
        Assert.Equal([false], Send(Add("job", Channel(1) with { To = 2 }), 1));
        Assert.Equal((0, 1), (_link.Frames, other.Frames));
        Send(lost, 1);
        Assert.Equal(0, _link.Frames);
    }

    private static ChannelAddress Channel(int attempt) => new(0, 0, 0, attempt, attempt);

    private RemoteOutput Add(string job, ChannelAddress channel)
    {
        var output = new RemoteOutput(channel, new BatchWriter<int>(new SerializerCache().For<int>(), keyed: false, new FrameLimits(), ""), _failures.Add);
        _sent.Add(job, output);
        return output;
    }

    private static List<bool> Send(RemoteOutput output, int batches) => [.. Enumerable.Range(0, batches).Select(n =>
    {
        var batch = new BatchPool<int>(1, keyed: false).Rent();
        batch.Add(n, 0);
        batch.Own(1);
        return output.TrySend(batch);
    })];

    private sealed class RecordedLink : IFrameLink
    {
        public int Frames { get; private set; }

        public void Send(Frame frame) => Frames++;
    }
}
