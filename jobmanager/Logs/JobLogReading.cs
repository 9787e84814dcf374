using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Hosting.Logs;
using Millrace.Hosting.Protocol;

namespace Millrace.JobManager.Logs;

/// <summary>The logs of a job as the control API tells them.</summary>
internal sealed class JobLogReading(JobLogStore store)
{
    /// <summary>Drops what is kept of a job.</summary>
    public void Forget(string jobId) => store.Forget(jobId);

    /// <summary>Answers a call for the logs of a job.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="answers">Where entries go.</param>
    /// <param name="ended">Ends a reading that follows: the job has ended, or the call.</param>
    /// <exception cref="RpcException">The number of entries is negative.</exception>
    public async Task WriteAsync(string jobId, ReadLogsRequest request, IServerStreamWriter<LogEntry> answers, CancellationToken ended)
    {
        if (request.Tail < 0) throw new RpcException(new Status(StatusCode.InvalidArgument, $"tail = {request.Tail}: give the number of entries, or 0 for all that are kept."));
        if (!request.Follow)
        {
            foreach (var entry in store.Read(jobId, request.Tail)) await answers.WriteAsync(Describe(entry), CancellationToken.None);
            return;
        }

        await foreach (var entry in Until(store.Follow(jobId, request.Tail, ended), ended)) await answers.WriteAsync(Describe(entry), CancellationToken.None);
    }

    /// <summary>An entry as the control API tells it.</summary>
    public static LogEntry Describe(JobLogEntry entry)
    {
        var described = new LogEntry { Time = Timestamp.FromDateTimeOffset(entry.Time), Level = entry.Level, Process = entry.Process, Message = entry.Message, Exception = entry.Exception };
        foreach (var (name, value) in entry.Scope) described.Scope.Add(name, value);
        return described;
    }

    private static async IAsyncEnumerable<JobLogEntry> Until(IAsyncEnumerable<JobLogEntry> entries, [EnumeratorCancellation] CancellationToken ended)
    {
        await using var reader = entries.GetAsyncEnumerator(ended);
        while (await Next(reader, ended)) yield return reader.Current;
    }

    private static async ValueTask<bool> Next(IAsyncEnumerator<JobLogEntry> reader, CancellationToken ended)
    {
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
    }
}
