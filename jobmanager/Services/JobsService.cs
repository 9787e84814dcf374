using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.Services;

/// <summary>Submits and controls jobs: passes gRPC requests to the dispatcher, and returns its answers.</summary>
internal sealed class JobsService(Dispatcher dispatcher, JobLogReading logs, TimeProvider time) : Hosting.Protocol.Jobs.JobsBase
{
    private static readonly TimeSpan s_rescaleTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(25);

    public override async Task<SubmitJobResponse> Submit(SubmitJobRequest request, ServerCallContext context)
    {
        var submitted = await Ask<SubmittedJob>((answer, limit) => dispatcher.Submit(JobMessages.Read(request), answer, limit), context, dispatcher.PlanningLimit);
        var response = new SubmitJobResponse { Job = JobMessages.Describe(submitted.Status) };
        response.Notices.AddRange(submitted.Notices);
        return response;
    }

    public override async Task<ExplainJobResponse> Explain(ExplainJobRequest request, ServerCallContext context)
    {
        if (request.Job is not { } job) throw new RpcException(new Status(StatusCode.InvalidArgument, "job is not set: give the job to explain."));
        var graph = (await Ask<Core.Control.PlannedJob>((answer, limit) => dispatcher.Explain(JobMessages.Read(job), answer, limit), context, dispatcher.PlanningLimit)).Graph;
        var response = new ExplainJobResponse { Text = JobGraphText.Print(graph), Dot = JobGraphDot.Print(graph), Slots = graph.Slots };
        response.Operators.AddRange(JobMessages.Operators(graph));
        return response;
    }

    public override async Task<ListJobsResponse> List(ListJobsRequest request, ServerCallContext context)
    {
        var response = new ListJobsResponse();
        var jobs = await Ask<IReadOnlyList<JobStatus>>((answer, _) => dispatcher.List(all => answer(new Answer<IReadOnlyList<JobStatus>>(all, null))), context, Dispatcher.ReadLimit);
        if (request.Limit < 0) throw new RpcException(new Status(StatusCode.InvalidArgument, $"limit = {request.Limit}: give 1 or more, or leave it out."));
        var wanted = jobs.Where(j => request.Name.Length == 0 || j.Name == request.Name).Select(JobMessages.Describe).Where(j => request.States.Count == 0 || request.States.Contains(j.State));
        response.Jobs.AddRange(request.Limit > 0 ? wanted.Take(request.Limit) : wanted);
        return response;
    }

    public override async Task<Job> Get(GetJobRequest request, ServerCallContext context) =>
        JobMessages.Describe(await Ask<JobStatus>((answer, _) => dispatcher.Get(request.Job, answer), context, Dispatcher.ReadLimit));

    public override async Task Watch(GetJobRequest request, IServerStreamWriter<Job> responseStream, ServerCallContext context)
    {
        using var watch = dispatcher.Watch(request.Job);
        await foreach (var change in watch.Changes.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(JobMessages.Describe(ValueOf(change)), context.CancellationToken);
    }

    public override async Task<Job> Cancel(CancelJobRequest request, ServerCallContext context) =>
        JobMessages.Describe(await Ask<JobStatus>((answer, limit) => dispatcher.Cancel(request.Job, answer, limit), context, Dispatcher.CancelLimit));

    public override async Task<StopJobResponse> Stop(StopJobRequest request, ServerCallContext context)
    {
        var (status, savepoint) = await Ask<(JobStatus, string)>((answer, limit) => dispatcher.Stop(request.Job, request.Drain, JobMessages.FolderOf(request.Directory, "directory"), answer, limit, JobMessages.CommandOf(request.CommandId)), context, Dispatcher.SavepointLimit);
        return new StopJobResponse { Job = JobMessages.Describe(status), Savepoint = savepoint };
    }

    public override async Task<TakeSavepointResponse> TakeSavepoint(TakeSavepointRequest request, ServerCallContext context) =>
        new() { Savepoint = await Ask<string>((answer, limit) => dispatcher.Savepoint(request.Job, JobMessages.FolderOf(request.Directory, "directory"), answer, limit, JobMessages.CommandOf(request.CommandId)), context, Dispatcher.SavepointLimit) };

    public override async Task<Checkpoint> TriggerCheckpoint(TriggerCheckpointRequest request, ServerCallContext context) =>
        JobMessages.Describe(await Ask<CheckpointRecord>((answer, limit) => dispatcher.Checkpoint(request.Job, answer, limit), context, Dispatcher.SavepointLimit));

    public override async Task<DisposeSavepointResponse> DisposeSavepoint(DisposeSavepointRequest request, ServerCallContext context)
    {
        if (request.Savepoint.Length == 0) throw new RpcException(new Status(StatusCode.InvalidArgument, "savepoint is empty: give the path of a savepoint."));
        await Ask<string>((answer, limit) => dispatcher.DisposeSavepoint(JobMessages.PathOf(request.Savepoint, "savepoint"), answer, limit), context, Dispatcher.ReadLimit);
        return new DisposeSavepointResponse();
    }

    public override async Task<RemoveJobResponse> Remove(RemoveJobRequest request, ServerCallContext context)
    {
        var (id, savepoints) = await Ask<(string, IReadOnlyList<string>)>((answer, limit) => dispatcher.Remove(request.Job, request.Savepoints, answer, limit), context, Dispatcher.ReadLimit);
        logs.Forget(id);
        return new RemoveJobResponse { Id = id, Savepoints = { savepoints } };
    }

    public override async Task<CleanUpResponse> CleanUp(CleanUpRequest request, ServerCallContext context)
    {
        var endedFor = request.EndedFor?.ToTimeSpan();
        if (endedFor < TimeSpan.Zero) throw new RpcException(new Status(StatusCode.InvalidArgument, $"ended_for = {endedFor}: give 0 s or more, or leave it out."));
        var cleaned = await Ask<CleanedUp>((answer, limit) => dispatcher.CleanUp(endedFor, answer, limit), context, Dispatcher.ReadLimit);
        foreach (var job in cleaned.Jobs) logs.Forget(job);
        return new CleanUpResponse { Jobs = { cleaned.Jobs }, Artifacts = { cleaned.Artifacts }, Failures = { cleaned.Failures } };
    }

    public override async Task<RescaleJobResponse> Rescale(RescaleJobRequest request, ServerCallContext context)
    {
        if (request.Parallelism < 0) throw new RpcException(new Status(StatusCode.InvalidArgument, $"parallelism = {request.Parallelism}: give 1 to the max parallelism."));
        if (request.Parallelism == 0 && request.Operators.Count == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "Neither a parallelism nor an operator is given; give at least one."));
        var timeout = request.Timeout?.ToTimeSpan() ?? s_rescaleTimeout;
        if (timeout <= TimeSpan.Zero) throw new RpcException(new Status(StatusCode.InvalidArgument, $"timeout = {timeout}: give a time above 0."));
        var scale = new ScaleRequest(request.Parallelism == 0 ? null : request.Parallelism, request.Operators.ToDictionary(), timeout) { Command = JobMessages.CommandOf(request.CommandId) };
        var (status, interruption) = await Ask<(JobStatus, TimeSpan)>((answer, _) => dispatcher.Rescale(request.Job, scale, answer), context, timeout + (2 * Dispatcher.ReadLimit));
        return new RescaleJobResponse { Job = JobMessages.Describe(status), Interruption = Duration.FromTimeSpan(interruption) };
    }

    public override async Task<ListCheckpointsResponse> ListCheckpoints(ListCheckpointsRequest request, ServerCallContext context)
    {
        var checkpoints = await Ask<CheckpointOverview>((answer, limit) => dispatcher.ListCheckpoints(request.Job, answer, limit), context, Dispatcher.ReadLimit);
        var response = new ListCheckpointsResponse { Completed = checkpoints.Completed, Failed = checkpoints.Failed };
        response.Checkpoints.AddRange(checkpoints.Records.Select(JobMessages.Describe));
        return response;
    }

    public override async Task<ListExceptionsResponse> ListExceptions(ListExceptionsRequest request, ServerCallContext context)
    {
        var status = await Ask<JobStatus>((answer, _) => dispatcher.Get(request.Job, answer), context, Dispatcher.ReadLimit);
        var response = new ListExceptionsResponse();
        response.Failures.AddRange(status.Result.Failures.Reverse().Select(JobMessages.Describe));
        return response;
    }

    public override async Task ReadLogs(ReadLogsRequest request, IServerStreamWriter<LogEntry> responseStream, ServerCallContext context)
    {
        var status = await Ask<JobStatus>((answer, _) => dispatcher.Get(request.Job, answer), context, Dispatcher.ReadLimit);
        if (!request.Follow)
        {
            await logs.WriteAsync(status.Id, request, responseStream, context.CancellationToken);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var watch = dispatcher.Watch(status.Id);
        var watching = CancelAtEndAsync(watch, ended);
        Answer<JobStatus>? last;
        try
        {
            await logs.WriteAsync(status.Id, request, responseStream, ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            last = await watching;
        }

        // That the job has been removed meanwhile is the end of its logs.
        if (last?.Refusal is { Kind: RefusalKind.Unavailable } refusal) throw JobMessages.Describe(refusal);
    }

    /// <summary>Ends the read of the logs when the changes end; returns the last of these.</summary>
    private static async Task<Answer<JobStatus>?> CancelAtEndAsync(JobWatch watch, CancellationTokenSource ended)
    {
        Answer<JobStatus>? last = null;
        try
        {
            await foreach (var change in watch.Changes.ReadAllAsync(ended.Token)) last = change;
            await ended.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The read has ended first.
        }

        return last;
    }

    /// <summary>
    /// Calls the dispatcher, which answers within a limit: a little before the caller's deadline if there is one, so that the answer can report
    /// what was waited for. If even the dispatcher does not answer, that is reported.
    /// </summary>
    private async Task<T> Ask<T>(Action<Action<Answer<T>>, TimeSpan> ask, ServerCallContext context, TimeSpan limit)
    {
        if (context.Deadline != DateTime.MaxValue) limit = context.Deadline - time.GetUtcNow().UtcDateTime;
        limit = TimeSpan.FromTicks(Math.Clamp(limit.Ticks, TimeSpan.TicksPerMillisecond * 10, s_longest.Ticks));
        var moment = limit < 10 * s_moment ? limit / 10 : s_moment;
        var answered = new TaskCompletionSource<Answer<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(answer => answered.TrySetResult(answer), limit - (2 * moment));
        try
        {
            return ValueOf(await answered.Task.WaitAsync(limit - moment, time, context.CancellationToken));
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The job manager's dispatcher has not answered within {limit.TotalSeconds:0.#} s: it is overloaded, or blocked."));
        }
    }

    private static T ValueOf<T>(Answer<T> answer) => answer.Refusal is { } refusal ? throw JobMessages.Describe(refusal) : answer.Value!;
}
