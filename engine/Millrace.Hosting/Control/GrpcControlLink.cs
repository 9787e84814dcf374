using System.Threading.Channels;
using Grpc.Core;

namespace Millrace.Hosting.Control;

/// <summary>An end of a control stream over a gRPC call: one queue of outgoing messages, and one receive loop.</summary>
/// <typeparam name="TIn">The messages received.</typeparam>
/// <typeparam name="TOut">The messages sent.</typeparam>
/// <param name="queueLimit">How many messages may wait to be sent, 1 or more.</param>
public sealed class GrpcControlLink<TIn, TOut>(int queueLimit) : IControlLink<TOut>
{
    private readonly Channel<TOut> _outgoing = Channel.CreateBounded<TOut>(new BoundedChannelOptions(queueLimit) { SingleReader = true });
    private readonly CancellationTokenSource _over = new();
    private string? _reason;

    /// <summary>Canceled when the link is closed.</summary>
    public CancellationToken Closed => _over.Token;

    /// <inheritdoc/>
    public bool TrySend(TOut message) => _outgoing.Writer.TryWrite(message) || Volatile.Read(ref _reason) is not null;

    /// <inheritdoc/>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null) return;
        _outgoing.Writer.TryComplete();
        // Continuations of the cancellation run elsewhere, and not within the caller.
        _ = _over.CancelAsync();
    }

    /// <summary>Sends and receives until the link is closed, or the call ends.</summary>
    /// <param name="incoming">The incoming messages.</param>
    /// <param name="outgoing">Takes the outgoing messages.</param>
    /// <param name="receive">Called with each message, one at a time and in order; must not block.</param>
    /// <returns>The reason why it ended.</returns>
    public async Task<string> RunAsync(IAsyncStreamReader<TIn> incoming, IAsyncStreamWriter<TOut> outgoing, Action<TIn> receive)
    {
        await Task.WhenAll(Guard(() => ReceiveAsync(incoming, receive)), Guard(() => SendAsync(outgoing)));
        return _reason!;
    }

    private async Task ReceiveAsync(IAsyncStreamReader<TIn> incoming, Action<TIn> receive)
    {
        while (await incoming.MoveNext(_over.Token)) receive(incoming.Current);
        Close("the other side ended it");
    }

    private async Task SendAsync(IAsyncStreamWriter<TOut> outgoing)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(_over.Token)) await outgoing.WriteAsync(message, _over.Token);
    }

    private async Task Guard(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // It is closed, and the reason is known.
        }
        catch (RpcException e)
        {
            Close(e.Status.Detail);
        }
        catch (Exception e)
        {
            Close($"{e.GetType().Name}: {e.Message}");
        }
    }
}
