using Grpc.Core;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The consuming side of a data call: it carries all channels of a job from one task manager to this one, over attempts. It is never
/// opened again: what was in flight is lost with it, and the tasks fail.
/// </summary>
internal sealed class DataCall : IDisposable
{
    private readonly CallInvoker _invoker;
    private readonly Metadata _headers;
    private readonly DataExchangeOptions _options;
    private readonly string _peer;
    private readonly Action<DataCall> _onOver;
    private readonly Lock _gate = new();
    private readonly ReceivedChannels _channels = new();
    private readonly FrameLink _link = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly ITimer _linger;
    private bool _isOver;

    /// <param name="invoker">Makes the call.</param>
    /// <param name="headers">What it says of itself.</param>
    /// <param name="peer">The task manager that data comes from, for messages.</param>
    /// <param name="options">How task managers exchange data.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onOver">Told, once, when the call takes no more channels.</param>
    public DataCall(CallInvoker invoker, Metadata headers, string peer, DataExchangeOptions options, TimeProvider time, Action<DataCall> onOver)
    {
        (_invoker, _headers, _peer, _options, _onOver) = (invoker, headers, peer, options, onOver);
        _linger = time.CreateTimer(_ => CloseUnused(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Carries a channel from here on; false where the call is over.</summary>
    public bool TryAdd(RemoteInput input)
    {
        lock (_gate)
        {
            if (_isOver) return false;
            _linger.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _channels.Add(input);
        }

        input.Open(_link);
        return true;
    }

    /// <summary>Forgets an attempt and those before it.</summary>
    public void Drop(int attempt)
    {
        lock (_gate)
        {
            _channels.Drop(attempt);
            if (!_isOver && _channels.IsEmpty) _linger.Change(_options.Linger, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Makes the call, and ends when it does.</summary>
    public async Task Run()
    {
        Exception reason;
        try
        {
            using var call = _invoker.AsyncDuplexStreamingCall(DataMethod.Open, null, new CallOptions(_headers, cancellationToken: _cancel.Token));
            var sending = _link.Pump(call.RequestStream, _options.MessageBytes, _cancel.Cancel);
            reason = await Receive(call.ResponseStream);
            _link.Complete();
            _cancel.Cancel();
            await sending;
        }
        catch (Exception e)
        {
            reason = Lost(e is RpcException { Status: var status } ? $"{status.StatusCode}: {status.Detail}" : e.Message, e);
        }

        End(reason);
    }

    public void Dispose()
    {
        _link.Complete();
        _cancel.Cancel();
        _linger.Dispose();
    }

    private async Task<Exception> Receive(IAsyncStreamReader<FrameMessage> stream)
    {
        while (await stream.MoveNext(_cancel.Token))
        {
            foreach (var frame in stream.Current.Frames) _channels.OnFrame(frame);
            if (stream.Current.Damage is { } damage) return new InvalidDataException($"What came from {_peer} cannot be read: {damage.Message}", damage);
        }

        return Lost("it was ended there", null);
    }

    private IOException Lost(string why, Exception? inner) => new($"The data call to {_peer} was lost: {why}", inner);

    private void CloseUnused()
    {
        lock (_gate)
        {
            if (_isOver || !_channels.IsEmpty) return;
            _isOver = true;
        }

        _link.Complete();
        _onOver(this);
    }

    private void End(Exception reason)
    {
        bool wasOver;
        lock (_gate) (wasOver, _isOver) = (_isOver, true);
        _link.Complete();
        if (!wasOver) _onOver(this);
        _channels.OnLost(reason);
        _linger.Dispose();
    }
}
