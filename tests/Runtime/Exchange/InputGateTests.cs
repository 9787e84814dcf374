using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tests.Exchange;

public sealed class InputGateTests
{
    private readonly InputGate _gate = new();
    private readonly List<LocalChannel> _channels = [];

    [Fact]
    public void Inputs_take_turns_and_so_do_their_channels()
    {
        Join(0, 1, 1);
        foreach (var channel in _channels) Send(channel, 4);
        Assert.Equal([0, 1, 0, 2, 0, 1, 0, 2, 1, 2, 1, 2], Receive(12));
    }

    [Fact]
    public void A_channel_that_joins_later_has_its_turns()
    {
        Join(1);
        Send(_channels[0], 2);
        Assert.Equal([0], Receive(1));
        Join(0, 1);
        Send(_channels[1], 1);
        Send(_channels[2], 1);
        Assert.Equal([0, 1, 2], Receive(3).Order());
    }

    [Fact]
    public void A_channel_that_has_left_is_not_polled()
    {
        Join(0, 0, 0);
        foreach (var channel in _channels) Send(channel, 2);
        Assert.Equal([0, 1], Receive(2));
        _gate.Leave(1);
        Assert.Equal([0, 2, 2], Receive(3));
        Assert.False(_gate.TryReceive(static _ => false, out _, out _));
        Assert.False(_gate.TryReceiveControl(static _ => false, out _, out _));
        Assert.Same(_channels[1], _gate[1]);
    }

    private void Join(params int[] inputs)
    {
        foreach (var input in inputs)
        {
            var channel = new LocalChannel(4) { Input = input };
            _channels.Add(channel);
            _gate.Join(channel);
        }
    }

    private static void Send(LocalChannel channel, int elements)
    {
        for (var i = 0; i < elements; i++) channel.TrySend(new WatermarkElement(i));
    }

    private List<int> Receive(int elements) => [.. Enumerable.Range(0, elements).Select(number => _gate.TryReceive(static _ => false, out var channel, out _) ? channel : -1)];
}
