using Grpc.Core;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>Connections to the job manager as gRPC calls.</summary>
/// <param name="calls">Makes calls to the job manager.</param>
internal sealed class GrpcControlTransport(CallInvoker calls) : IControlTransport
{
    public IControlLink<JobManagerMessage> Connect(Action<TaskManagerMessage> receive, Action<string> onOver)
    {
        var link = new GrpcControlLink<TaskManagerMessage, JobManagerMessage>(ControlStreamOptions.QueueLimit);
        // Not on the calling thread: continuations would return to it. Nor as an effect, behind others that wait for a disk.
        new Thread(() => _ = Run(link, receive, onOver)) { IsBackground = true }.Start();
        return link;
    }

    private async Task Run(GrpcControlLink<TaskManagerMessage, JobManagerMessage> link, Action<TaskManagerMessage> receive, Action<string> onOver)
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
