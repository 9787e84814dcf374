using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.Dispatching;
using SubtaskPart = Millrace.Core.Jobs.SubtaskPart;

namespace Millrace.JobManager.Services;

/// <summary>Converts between the control API's messages and the dispatcher's types.</summary>
internal static class JobMessages
{
    /// <summary>A gRPC status travels in headers, which are not meant for long texts.</summary>
    private const int LongestStatusText = 3000;

    private const int LongestCommandId = 100;

    /// <summary>Returns the id of a command.</summary>
    /// <exception cref="RpcException">It is too long.</exception>
    public static string CommandOf(string id) => id.Length <= LongestCommandId ? id : throw BadInput($"command_id has {id.Length} characters: give at most {LongestCommandId}.");

    /// <exception cref="RpcException">A number is out of range.</exception>
    public static JobRequest Read(SubmitJobRequest request)
    {
        if (request.Artifact.Length == 0) throw BadInput("artifact is empty: upload an artifact, and give its hash.");
        if (request.MinSlots < 0) throw BadInput($"min_slots = {request.MinSlots}: give 1 or more, or leave it out.");
        var interval = request.CheckpointInterval?.ToTimeSpan();
        if (interval < Durations.Shortest || interval > Durations.Longest) throw BadInput($"checkpoint_interval = {interval}: give 1 ms to 1000 h.");
        return new JobRequest(request.Artifact)
        {
            Command = CommandOf(request.CommandId),
            JobType = request.JobType,
            Name = request.Name,
            Parallelism = ZeroIsNull(request.Parallelism),
            MaxParallelism = ZeroIsNull(request.MaxParallelism),
            LeastSlots = ZeroIsNull(request.MinSlots),
            CheckpointInterval = interval,
            Restore = PathOf(request.Restore, "restore"),
            AllowDroppedState = request.AllowDroppedState,
            CommandLine = [.. request.Arguments],
            OperatorParallelism = request.OperatorParallelism.ToDictionary(),
            Settings = new SortedDictionary<string, string>(request.Settings, StringComparer.Ordinal),
        };
    }

    public static Job Describe(JobStatus status)
    {
        var result = status.Result;
        var job = new Job
        {
            Id = status.Id,
            Name = status.Name,
            State = StateOf(result),
            Parallelism = result.Parallelism,
            RequestedParallelism = result.Job?.Parallelism ?? status.Record.Job.Parallelism,
            MaxParallelism = status.Record.Job.MaxParallelism,
            Restarts = result.Restarts,
            LatestCheckpoint = result.LatestCheckpoint,
            Checkpoints = result.Checkpoints,
            Started = Timestamp.FromDateTimeOffset(status.Record.Submitted),
            Ended = status.Ended is { } ended ? Timestamp.FromDateTimeOffset(ended) : null,
            Failure = LatestFailure(result),
            WaitingFor = result.WaitingFor ?? "",
            Savepoint = result.Savepoint ?? "",
            Artifact = status.Record.Job.Artifact,
            Attempt = result.Attempt,
            LateRecords = result.Losses.LateRecords,
            SkippedRecords = result.Losses.SkippedRecords,
            DroppedTimers = result.Losses.DroppedTimers,
        };
        if (result.Graph is { } graph) job.Operators.AddRange(Operators(graph));
        job.TaskManagers.AddRange(result.TaskManagers);
        return job;
    }

    public static IEnumerable<Operator> Operators(JobGraph graph) => graph.Vertices.SelectMany(v => v.Operators.Select(o => new Operator
    {
        Id = o.Id.Value,
        Name = o.Name,
        Kind = o.Kind,
        Parallelism = v.Parallelism,
        HasUid = o.HasUid,
    }));

    public static Failure Describe(FailureRecord record)
    {
        var failure = Describe(record.Failure);
        (failure.Time, failure.Attempt) = (Timestamp.FromDateTimeOffset(record.Time), record.Attempt);
        return failure;
    }

    public static Checkpoint Describe(CheckpointRecord record) => new()
    {
        Id = record.Checkpoint,
        Status = record.IsInFlight ? "in-progress" : record.Failure is null ? "completed" : "failed",
        Kind = record.Kind.ToString().ToLowerInvariant(),
        Path = record.Path ?? "",
        Bytes = record.Bytes,
        Triggered = record.Triggered == default ? null : Timestamp.FromDateTimeOffset(record.Triggered),
        Duration = record.Triggered == default ? null : Duration.FromTimeSpan(record.Duration),
        Failure = record.Failure ?? "",
        StateBytes = record.StateBytes,
        Subtasks = record.Subtasks,
        Acknowledged = record.Acknowledged,
        Phases = new Hosting.Protocol.CheckpointPhases
        {
            Subtasks = Span(record.Phases.Subtasks),
            Manifest = Span(record.Phases.Manifest),
            Head = Span(record.Phases.Head),
            Publishing = Span(record.Phases.Publishing),
        },
        Slowest = Describe(record.Slowest),
        LongestAlignment = Describe(record.LongestAlignment),
        Unaligned = record.IsUnaligned,
        InFlightBytes = record.InFlightBytes,
    };

    private static Hosting.Protocol.SubtaskPart? Describe(SubtaskPart? part) => part is null ? null : new Hosting.Protocol.SubtaskPart
    {
        Operators = part.Vertex,
        Index = part.Index,
        Duration = Duration.FromTimeSpan(part.Duration),
        Alignment = Duration.FromTimeSpan(part.Figures.Alignment),
        Copying = Duration.FromTimeSpan(part.Figures.Copying),
        Upload = Duration.FromTimeSpan(part.Figures.Upload),
        Bytes = part.Bytes,
        StateBytes = part.Figures.StateBytes,
    };

    private static Duration? Span(TimeSpan? time) => time is { } known ? Duration.FromTimeSpan(known) : null;

    public static RpcException Describe(Refusal refusal)
    {
        var code = refusal.Kind switch
        {
            RefusalKind.NotFound => StatusCode.NotFound,
            RefusalKind.BadInput => StatusCode.InvalidArgument,
            RefusalKind.Refused => StatusCode.FailedPrecondition,
            RefusalKind.Late => StatusCode.DeadlineExceeded,
            _ => StatusCode.Unavailable,
        };
        var (message, details) = (BoundedText.Cut(refusal.Message, LongestStatusText), BoundedText.Cut(refusal.Details, LongestStatusText));
        return new RpcException(new Status(code, details.Length == 0 ? message : $"{message}\n{details}"));
    }

    private static Failure? LatestFailure(JobResult result) =>
        result.Failures.Count > 0 ? Describe(result.Failures[^1]) : result.Failure is { } failure ? Describe(failure) : null;

    private static Failure Describe(Core.Control.JobFailure failure) => new()
    {
        Domain = failure.Domain.ToString().ToLowerInvariant(),
        Operator = failure.Operator,
        Message = failure.Message,
        Record = failure.Record,
        Details = failure.Details,
    };

    private static Job.Types.State StateOf(JobResult result) => result.State switch
    {
        JobState.Created => Job.Types.State.Created,
        JobState.Waiting => Job.Types.State.Waiting,
        JobState.Running => result.IsStopRequested ? Job.Types.State.Stopping : Job.Types.State.Running,
        JobState.Restarting => Job.Types.State.Restarting,
        JobState.Stopping or JobState.Cancelling => Job.Types.State.Stopping,
        JobState.Finished => Job.Types.State.Finished,
        JobState.Stopped => Job.Types.State.Stopped,
        JobState.Cancelled => Job.Types.State.Cancelled,
        JobState.Failed => Job.Types.State.Failed,
        _ => Job.Types.State.Unknown,
    };

    /// <summary>Reads a path that may be given as a URI; other text, such as a job's name, is returned unchanged.</summary>
    /// <exception cref="RpcException">It is a URI of something else.</exception>
    public static string PathOf(string value, string field)
    {
        if (!StorageUri.IsUri(value)) return value;
        return StorageUri.TryParse(value)?.Describe() ?? throw BadInput($"{field} = '{value}': give a path, or a URI such as file:///var/lib/savepoints or azure://ACCOUNT/CONTAINER/FOLDER.");
    }

    /// <summary>Reads the folder to write something to; empty where none is given.</summary>
    /// <exception cref="RpcException">It is relative, or a URI of something else.</exception>
    public static string FolderOf(string value, string field) => PathOf(value, field) is var path && (path.Length == 0 || StorageUri.IsUri(path) || Path.IsPathFullyQualified(path))
        ? path
        : throw BadInput($"{field} = '{value}': give an absolute path, as the job manager sees it, or a URI such as file:///var/lib/savepoints or azure://ACCOUNT/CONTAINER/FOLDER.");

    private static int? ZeroIsNull(int value) => value == 0 ? null : value;

    private static RpcException BadInput(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
