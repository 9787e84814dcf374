using System.Threading.Channels;
using Grpc.Core;
using Millrace.Core.Control;

namespace Millrace.Hosting.Control;

/// <summary>
/// One end of a control stream. Messages go out in order through one queue, so that nobody who sends waits; each side gives signs of life
/// by itself, so that none waits behind a large message of the other; and the stream is over when the other side is silent or too slow.
/// </summary>
/// <typeparam name="TIn">What is received.</typeparam>
/// <typeparam name="TOut">What is sent.</typeparam>
/// <param name="options">How it holds on to the other end.</param>
/// <param name="time">The clock.</param>
/// <param name="beat">What is sent as a sign of life, each time; called on the pool and must not wait.</param>
public sealed class ControlStream<TIn, TOut>(ControlStreamOptions options, TimeProvider time, Func<IEnumerable<TOut>> beat)
{
    private const string Other = "the other side";

    private readonly Channel<TOut> _outgoing = Channel.CreateBounded<TOut>(new BoundedChannelOptions(options.QueueLimit) { SingleReader = true });
    private readonly HeartbeatMonitor _monitor = Watching(options);
    private readonly CancellationTokenSource _over = new();
    private string? _reason;

    /// <summary>Sends a message; nothing where the stream is over.</summary>
    public void Send(TOut message)
    {
        if (!_outgoing.Writer.TryWrite(message) && Volatile.Read(ref _reason) is null) End($"{options.QueueLimit} messages waited to be read by {Other}");
    }

    /// <summary>Ends the stream; the first reason counts.</summary>
    public void End(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null) return;
        _outgoing.Writer.TryComplete();
        // What is cancelled goes on elsewhere, and not within the caller.
        _ = _over.CancelAsync();
    }

    /// <summary>Sends and receives until the stream is over.</summary>
    /// <param name="incoming">Where messages come from.</param>
    /// <param name="outgoing">Where they go.</param>
    /// <param name="receive">Told of each message, one at a time and in order; must not wait.</param>
    /// <param name="stopping">Ends the stream.</param>
    /// <returns>Why it is over.</returns>
    public async Task<string> RunAsync(
        IAsyncStreamReader<TIn> incoming, IAsyncStreamWriter<TOut> outgoing, Action<TIn> receive, CancellationToken stopping)
    {
        using var stopped = stopping.Register(() => End("this process stops"));
        await using var timer = time.CreateTimer(_ => Beat(), null, options.BeatInterval, options.BeatInterval);
        await Task.WhenAll(Guard(() => ReceiveAsync(incoming, receive)), Guard(() => SendAsync(outgoing)));
        return _reason!;
    }

    private static HeartbeatMonitor Watching(ControlStreamOptions options)
    {
        var monitor = new HeartbeatMonitor(HeartbeatMonitor.LimitFor(options.SilenceLimit, options.BeatInterval));
        monitor.Watch(Other);
        return monitor;
    }

    private async Task ReceiveAsync(IAsyncStreamReader<TIn> incoming, Action<TIn> receive)
    {
        while (await incoming.MoveNext(_over.Token))
        {
            if (Volatile.Read(ref _reason) is not null) return;
            lock (_monitor) _monitor.Answered(Other);
            receive(incoming.Current);
        }

        End($"{Other} ended it");
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
            // It is over, and the reason is known.
        }
        catch (RpcException e)
        {
            End(e.Status.Detail);
        }
        catch (Exception e)
        {
            End($"{e.GetType().Name}: {e.Message}");
        }
    }

    private void Beat()
    {
        bool isLost;
        lock (_monitor) isLost = _monitor.Beat().Count > 0;
        if (isLost)
        {
            End($"nothing came from {Other} for {options.SilenceLimit.TotalSeconds:0.##} s");
            return;
        }

        foreach (var message in beat()) Send(message);
    }
}
