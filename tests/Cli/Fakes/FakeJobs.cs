using Grpc.Core;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Fakes;

internal sealed class FakeJobs(FakeServer manager) : Jobs.JobsBase
{
    public override Task<SubmitJobResponse> Submit(SubmitJobRequest request, ServerCallContext context) => Answer<SubmitJobResponse>(request, context);

    public override Task<ExplainJobResponse> Explain(ExplainJobRequest request, ServerCallContext context) => Answer<ExplainJobResponse>(request, context);

    public override Task<ListJobsResponse> List(ListJobsRequest request, ServerCallContext context) => Answer<ListJobsResponse>(request, context);

    public override Task<Job> Get(GetJobRequest request, ServerCallContext context) => Answer<Job>(request, context);

    public override Task<Job> Cancel(CancelJobRequest request, ServerCallContext context) => Answer<Job>(request, context);

    public override Task<StopJobResponse> Stop(StopJobRequest request, ServerCallContext context) => Answer<StopJobResponse>(request, context);

    public override Task<TakeSavepointResponse> TakeSavepoint(TakeSavepointRequest request, ServerCallContext context) => Answer<TakeSavepointResponse>(request, context);

    public override Task<Checkpoint> TriggerCheckpoint(TriggerCheckpointRequest request, ServerCallContext context) => Answer<Checkpoint>(request, context);

    public override Task<DisposeSavepointResponse> DisposeSavepoint(DisposeSavepointRequest request, ServerCallContext context) => Answer<DisposeSavepointResponse>(request, context);

    public override Task<RemoveJobResponse> Remove(RemoveJobRequest request, ServerCallContext context) => Answer<RemoveJobResponse>(request, context);

    public override Task<CleanUpResponse> CleanUp(CleanUpRequest request, ServerCallContext context) => Answer<CleanUpResponse>(request, context);

    public override Task<RescaleJobResponse> Rescale(RescaleJobRequest request, ServerCallContext context) => Answer<RescaleJobResponse>(request, context);

    public override Task<ListCheckpointsResponse> ListCheckpoints(ListCheckpointsRequest request, ServerCallContext context) =>
        Answer<ListCheckpointsResponse>(request, context);

    public override Task<ListExceptionsResponse> ListExceptions(ListExceptionsRequest request, ServerCallContext context) =>
        Answer<ListExceptionsResponse>(request, context);

    public override Task Watch(GetJobRequest request, IServerStreamWriter<Job> responseStream, ServerCallContext context) => StreamAsync(request, responseStream, context);

    public override Task ReadLogs(ReadLogsRequest request, IServerStreamWriter<LogEntry> responseStream, ServerCallContext context) =>
        StreamAsync(request, responseStream, context);

    private Task<TResponse> Answer<TResponse>(Google.Protobuf.IMessage request, ServerCallContext context) => Task.FromResult((TResponse)manager.Answer(request, context));

    /// <summary>Writes a sequence; at a null in it, stays silent until the caller is gone.</summary>
    private async Task StreamAsync<T>(Google.Protobuf.IMessage request, IServerStreamWriter<T> responses, ServerCallContext context)
    {
        foreach (var response in (IEnumerable<T?>)manager.Answer(request, context))
        {
            if (response is null) await Task.Delay(Timeout.Infinite, context.CancellationToken);
            else await responses.WriteAsync(response);
        }
    }
}
