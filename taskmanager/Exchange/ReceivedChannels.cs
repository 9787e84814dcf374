using System.Collections.Concurrent;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>The consumers' ends of the channels that a data call carries. Frames for other channels are stale and dropped.</summary>
internal sealed class ReceivedChannels
{
    private readonly ConcurrentDictionary<ChannelAddress, RemoteInput> _inputs = new();

    public bool IsEmpty => _inputs.IsEmpty;

    public void Add(RemoteInput input) => _inputs[input.Channel] = input;

    /// <summary>Takes ownership of a frame.</summary>
    public void OnFrame(Frame frame)
    {
        var header = frame.Header;
        if (_inputs.TryGetValue(header.Channel, out var input)) input.OnFrame(header, frame);
        else frame.Release();
    }

    /// <summary>Drops channels.</summary>
    public void Drop(Func<ChannelAddress, bool> isOver)
    {
        foreach (var channel in _inputs.Keys.Where(isOver))
        {
            if (_inputs.TryRemove(channel, out var input)) input.Close();
        }
    }

    /// <summary>Called when the call is over: what it carried is lost.</summary>
    public void OnLost(Exception reason)
    {
        foreach (var channel in _inputs.Keys)
        {
            if (_inputs.TryRemove(channel, out var input)) input.Fail(reason);
        }
    }
}
