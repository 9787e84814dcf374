using Grpc.Core;
using Millrace.Hosting.Control;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Takes the calls of task managers: each is a session.</summary>
internal sealed class TaskManagersService(
    TaskManagerSessions sessions, ITaskManagerRegistry registry, TaskManagerSessionOptions options, JobLogStore logs, TimeProvider time, IHostApplicationLifetime process)
{
    /// <summary>A session, from its registration to its end.</summary>
    public async Task Connect(IAsyncStreamReader<JobManagerMessage> incoming, IServerStreamWriter<TaskManagerMessage> outgoing, ServerCallContext context)
    {
        var session = new TaskManagerSession(await ReadJoin(incoming, context), options, registry.JobManager, logs, time);
        sessions.Begin(session);
        var reason = "its call failed";
        try
        {
            reason = await session.Stream.RunAsync(incoming, outgoing, session.Receive, process.ApplicationStopping);
        }
        finally
        {
            sessions.End(session, reason);
        }

        throw new RpcException(new Status(StatusCode.Unavailable, $"The session is over: {reason}."));
    }

    private async Task<JobManagerMessage.Join> ReadJoin(IAsyncStreamReader<JobManagerMessage> incoming, ServerCallContext context)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, process.ApplicationStopping);
        limit.CancelAfter(options.SilenceLimit);
        return await incoming.MoveNext(limit.Token) && incoming.Current is JobManagerMessage.Join { Registration: { Id.Length: > 0, Slots: >= 1 } } join
            ? join
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message of a task manager is its registration, with an id and 1 slot or more."));
    }
}
