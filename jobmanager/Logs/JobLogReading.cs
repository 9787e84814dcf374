using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Hosting.Logs;
using Millrace.Hosting.Protocol;

namespace Millrace.JobManager.Logs;

/// <summary>Reads a job's logs for the control API.</summary>
internal sealed class JobLogReading(JobLogStore store)
{
    /// <summary>Drops a job's log entries.</summary>
    public void Forget(string jobId) => store.Forget(jobId);

    /// <summary>Answers a call for a job's logs.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="request">The request.</param>
    /// <param name="answers">Receives the entries.</param>
    /// <param name="ended">Canceled to end a read that follows the log: the job or the call has ended.</param>
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

    /// <summary>Converts an entry to its control API message.</summary>
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
