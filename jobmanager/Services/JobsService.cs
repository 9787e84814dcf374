using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Core.Graph;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.Services;

/// <summary>Submits and controls jobs: what is asked over the wire goes to the dispatcher, and its answers back.</summary>
internal sealed class JobsService(Dispatcher dispatcher, JobLogReading logs) : Jobs.JobsBase
{
    private static readonly TimeSpan s_rescaleTimeout = TimeSpan.FromSeconds(60);

    public override async Task<SubmitJobResponse> Submit(SubmitJobRequest request, ServerCallContext context)
    {
        var submitted = await Ask<SubmittedJob>(answer => dispatcher.Submit(JobMessages.Read(request), answer), context);
        var response = new SubmitJobResponse { Job = JobMessages.Describe(submitted.Status) };
        response.Notices.AddRange(submitted.Notices);
        return response;
    }

    public override async Task<ExplainJobResponse> Explain(ExplainJobRequest request, ServerCallContext context)
    {
        if (request.Job is not { } job) throw new RpcException(new Status(StatusCode.InvalidArgument, "job is not set: what is to be explained?"));
        var graph = (await Ask<Core.Control.PlannedJob>(answer => dispatcher.Explain(JobMessages.Read(job), answer), context)).Graph;
        var response = new ExplainJobResponse { Text = JobGraphText.Print(graph), Dot = JobGraphDot.Print(graph), Slots = graph.Slots };
        response.Operators.AddRange(JobMessages.Operators(graph));
        return response;
    }

    public override async Task<ListJobsResponse> List(ListJobsRequest request, ServerCallContext context)
    {
        var response = new ListJobsResponse();
        var jobs = await Ask<IReadOnlyList<JobStatus>>(answer => dispatcher.List(all => answer(new Answer<IReadOnlyList<JobStatus>>(all, null))), context);
        response.Jobs.AddRange(jobs.Select(JobMessages.Describe));
        return response;
    }

    public override async Task<Job> Get(GetJobRequest request, ServerCallContext context) =>
        JobMessages.Describe(await Ask<JobStatus>(answer => dispatcher.Get(request.Job, answer), context));

    public override async Task Watch(GetJobRequest request, IServerStreamWriter<Job> responseStream, ServerCallContext context)
    {
        // Whoever is slow sees the newest, not all.
        var changes = Channel.CreateBounded<Answer<JobStatus>>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        var unwatch = dispatcher.Watch(request.Job, change => changes.Writer.TryWrite(change));
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(context.CancellationToken))
            {
                var status = ValueOf(change);
                await responseStream.WriteAsync(JobMessages.Describe(status), context.CancellationToken);
                if (status.HasEnded) return;
            }
        }
        finally
        {
            unwatch();
        }
    }

    public override async Task<Job> Cancel(CancelJobRequest request, ServerCallContext context) =>
        JobMessages.Describe(await Ask<JobStatus>(answer => dispatcher.Cancel(request.Job, answer), context));

    public override async Task<StopJobResponse> Stop(StopJobRequest request, ServerCallContext context)
    {
        var (status, savepoint) = await Ask<(JobStatus, string)>(answer => dispatcher.Stop(request.Job, request.Drain, request.Directory, answer), context);
        return new StopJobResponse { Job = JobMessages.Describe(status), Savepoint = savepoint };
    }

    public override async Task<TakeSavepointResponse> TakeSavepoint(TakeSavepointRequest request, ServerCallContext context) =>
        new() { Savepoint = await Ask<string>(answer => dispatcher.Savepoint(request.Job, request.Directory, answer), context) };

    public override async Task<RescaleJobResponse> Rescale(RescaleJobRequest request, ServerCallContext context)
    {
        if (request.Parallelism < 0) throw new RpcException(new Status(StatusCode.InvalidArgument, $"parallelism = {request.Parallelism}: give 1 to the max parallelism."));
        if (request.Parallelism == 0 && request.Operators.Count == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "Neither a parallelism nor an operator is given: what is to be rescaled?"));
        var timeout = request.Timeout?.ToTimeSpan() ?? s_rescaleTimeout;
        if (timeout <= TimeSpan.Zero) throw new RpcException(new Status(StatusCode.InvalidArgument, $"timeout = {timeout}: give a time above 0."));
        var scale = new ScaleRequest(request.Parallelism == 0 ? null : request.Parallelism, request.Operators.ToDictionary(), timeout);
        var (status, stoodStill) = await Ask<(JobStatus, TimeSpan)>(answer => dispatcher.Rescale(request.Job, scale, answer), context);
        return new RescaleJobResponse { Job = JobMessages.Describe(status), StoodStill = Duration.FromTimeSpan(stoodStill) };
    }

    public override async Task<ListCheckpointsResponse> ListCheckpoints(ListCheckpointsRequest request, ServerCallContext context)
    {
        var checkpoints = await Ask<IReadOnlyList<CheckpointRecord>>(answer => dispatcher.ListCheckpoints(request.Job, answer), context);
        var response = new ListCheckpointsResponse();
        response.Checkpoints.AddRange(checkpoints.Select(JobMessages.Describe));
        return response;
    }

    public override async Task<ListExceptionsResponse> ListExceptions(ListExceptionsRequest request, ServerCallContext context)
    {
        var status = await Ask<JobStatus>(answer => dispatcher.Get(request.Job, answer), context);
        var response = new ListExceptionsResponse();
        response.Failures.AddRange(status.Result.Failures.Reverse().Select(JobMessages.Describe));
        return response;
    }

    public override async Task ReadLogs(ReadLogsRequest request, IServerStreamWriter<LogEntry> responseStream, ServerCallContext context)
    {
        var status = await Ask<JobStatus>(answer => dispatcher.Get(request.Job, answer), context);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var unwatch = dispatcher.Watch(status.Id, change =>
        {
            if (change.Value?.HasEnded != false) ended.Cancel();
        });
        try
        {
            await logs.WriteAsync(status.Id, request, responseStream, ended.Token);
        }
        finally
        {
            unwatch();
        }
    }

    private static async Task<T> Ask<T>(Action<Action<Answer<T>>> ask, ServerCallContext context)
    {
        var answered = new TaskCompletionSource<Answer<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(answer => answered.TrySetResult(answer));
        return ValueOf(await answered.Task.WaitAsync(context.CancellationToken));
    }

    private static T ValueOf<T>(Answer<T> answer) => answer.Refusal is { } refusal ? throw JobMessages.Describe(refusal) : answer.Value!;
}
