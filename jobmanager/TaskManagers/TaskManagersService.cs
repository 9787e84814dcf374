using Grpc.Core;
using Millrace.Hosting.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Carries the connections of task managers over gRPC calls.</summary>
internal sealed class TaskManagersService(JobManagerCore core, IHostApplicationLifetime process)
{
    /// <summary>Serves a connection from start to end.</summary>
    /// <exception cref="RpcException">It has ended.</exception>
    public async Task Connect(IAsyncStreamReader<JobManagerMessage> incoming, IServerStreamWriter<TaskManagerMessage> outgoing, ServerCallContext context)
    {
        var link = new GrpcControlLink<JobManagerMessage, TaskManagerMessage>(ControlStreamOptions.QueueLimit);
        using var connection = core.Accept(link);
        using var stopped = process.ApplicationStopping.Register(() => link.Close("this process is stopping"));
        var reason = await link.RunAsync(incoming, outgoing, connection.Receive);
        connection.Lost(reason);
        throw new RpcException(connection.IsRegistered
            ? new Status(StatusCode.Unavailable, $"The session is over: {reason}.")
            : new Status(StatusCode.InvalidArgument, reason));
    }
}
