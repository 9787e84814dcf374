using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>The producing side of data calls. While one lasts, it sends what its consumer grants.</summary>
/// <param name="exchange">The task manager's exchange.</param>
/// <param name="lifetime">Says when the process stops, which calls do not hold up.</param>
internal sealed class DataExchangeService(DataExchange exchange, IHostApplicationLifetime lifetime)
{
    /// <summary>Serves a call; returns when its consumer ends it.</summary>
    /// <exception cref="RpcException">The call is not for this task manager, or cannot be read.</exception>
    public async Task Open(IAsyncStreamReader<FrameMessage> requests, IServerStreamWriter<FrameMessage> responses, ServerCallContext context)
    {
        var (job, consumer, producer) = DataMethod.Read(context.RequestHeaders);
        if (producer != exchange.Id)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"This is task manager {exchange.Id}, and not {producer}, which was here before."));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var link = new FrameLink();
        var sending = link.Pump(responses, exchange.Options.MessageBytes, ended.Cancel);
        var why = "it was ended there";
        try
        {
            await Receive(job, link, requests, ended.Token);
        }
        catch (InvalidDataException e)
        {
            why = e.Message;
            throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            why = e.Message;
            throw new RpcException(new Status(StatusCode.Cancelled, e.Message));
        }
        finally
        {
            link.Complete();
            exchange.Sent.OnLost(link, new IOException($"The data call of task manager {consumer} was lost: {why}"));
            await sending;
        }
    }

    private async Task Receive(string job, FrameLink link, IAsyncStreamReader<FrameMessage> requests, CancellationToken ended)
    {
        while (await requests.MoveNext(ended))
        {
            foreach (var frame in requests.Current.Frames)
            {
                var (channel, credit) = (frame.Header.Channel, ControlFrames.ReadCredit(frame));
                frame.Release();
                exchange.Sent.OnCredit(job, channel, credit, link);
            }

            if (requests.Current.Damage is { } damage) throw damage;
        }
    }
}
