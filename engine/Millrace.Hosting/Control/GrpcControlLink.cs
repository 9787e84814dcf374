using System.Threading.Channels;
using Grpc.Core;

namespace Millrace.Hosting.Control;

/// <summary>An end of a control stream over a gRPC call: one queue to send from, and one loop that receives.</summary>
/// <typeparam name="TIn">What is received.</typeparam>
/// <typeparam name="TOut">What is sent.</typeparam>
/// <param name="queueLimit">How many messages may wait to be sent, 1 or more.</param>
public sealed class GrpcControlLink<TIn, TOut>(int queueLimit) : IControlLink<TOut>
{
    private readonly Channel<TOut> _outgoing = Channel.CreateBounded<TOut>(new BoundedChannelOptions(queueLimit) { SingleReader = true });
    private readonly CancellationTokenSource _over = new();
    private string? _reason;

    /// <summary>Cancelled when the link is closed.</summary>
    public CancellationToken Closed => _over.Token;

    /// <inheritdoc/>
    public bool TrySend(TOut message) => _outgoing.Writer.TryWrite(message) || Volatile.Read(ref _reason) is not null;

    /// <inheritdoc/>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null) return;
        _outgoing.Writer.TryComplete();
        // What is cancelled goes on elsewhere, and not within the caller.
        _ = _over.CancelAsync();
    }

    /// <summary>Sends and receives until the link is closed, or the call is over by itself.</summary>
    /// <param name="incoming">Where messages come from.</param>
    /// <param name="outgoing">Where they go.</param>
    /// <param name="receive">Told of each message, one at a time and in order; must not wait.</param>
    /// <returns>Why it is over.</returns>
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
