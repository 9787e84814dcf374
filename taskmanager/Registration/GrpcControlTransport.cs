using Grpc.Core;
using Grpc.Net.Client;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>Connections to job managers as gRPC calls. Each has a channel, which is kept.</summary>
/// <param name="open">Opens a channel to the job manager at a URL.</param>
internal sealed class GrpcControlTransport(Func<Uri, GrpcChannel> open) : IControlTransport, IDisposable
{
    private readonly Dictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    public IControlLink<JobManagerMessage> Connect(string address, Action<TaskManagerMessage> receive, Action<string> onOver)
    {
        if (!_channels.TryGetValue(address, out var channel)) _channels.Add(address, channel = open(new Uri(address)));
        var calls = channel.CreateCallInvoker();
        var link = new GrpcControlLink<TaskManagerMessage, JobManagerMessage>(ControlStreamOptions.QueueLimit);
        // Not on the calling thread: continuations would return to it. Nor as an effect, behind others that wait for a disk.
        new Thread(() => _ = Run(calls, link, receive, onOver)) { IsBackground = true }.Start();
        return link;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
    }

    private static async Task Run(CallInvoker calls, GrpcControlLink<TaskManagerMessage, JobManagerMessage> link, Action<TaskManagerMessage> receive, Action<string> onOver)
    {
        string reason;
        try
        {
            using var call = calls.AsyncDuplexStreamingCall(ControlCall.Connect, null, new CallOptions(cancellationToken: link.Closed));
            reason = await link.RunAsync(call.ResponseStream, call.RequestStream, receive);
        }
        catch (Exception e)
        {
            reason = e is RpcException { Status.Detail: var detail } ? detail : e.Message;
        }

        onOver(reason);
    }
}
