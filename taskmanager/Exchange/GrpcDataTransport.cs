using Grpc.Core;

namespace Millrace.TaskManager.Exchange;

/// <summary>Data calls as gRPC calls; those to one address share a connection.</summary>
/// <param name="options">How task managers exchange data.</param>
internal sealed class GrpcDataTransport(DataExchangeOptions options) : IDataTransport
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PeerConnection> _peers = new(StringComparer.Ordinal);

    public IDataLink Open(string address, DataCallHeader header, IDataReceiver receiver)
    {
        var link = new GrpcDataLink(options.KeepAlive);
        var connection = ConnectionTo(address);
        // Not on the calling task's thread: continuations would return to it. Nor as an effect, behind others that wait for a disk.
        new Thread(() => _ = Run(link, address, connection, DataMethod.Headers(header, options.BearerToken), receiver)) { IsBackground = true }.Start();
        return link;
    }

    private async Task Run(GrpcDataLink link, string address, PeerConnection connection, Metadata headers, IDataReceiver receiver)
    {
        (string Reason, Exception? Cause) over;
        try
        {
            using var call = connection.Invoker.AsyncDuplexStreamingCall(DataMethod.Open, null, new CallOptions(headers, cancellationToken: link.Cancelled));
            over = await link.Run(call.ResponseStream, call.RequestStream, options.MessageBytes, receiver);
        }
        catch (Exception e)
        {
            over = (e.Message, e);
        }

        receiver.OnOver(over.Reason, over.Cause);
        Release(address, connection);
    }

    private PeerConnection ConnectionTo(string address)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(address, out var connection)) _peers.Add(address, connection = new PeerConnection(address, options));
            connection.Calls++;
            return connection;
        }
    }

    private void Release(string address, PeerConnection connection)
    {
        lock (_gate)
        {
            if (--connection.Calls > 0) return;
            _peers.Remove(address);
        }

        connection.Dispose();
    }
}
