using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;

namespace Millrace.JobManager.Jobs;

/// <summary>The latest checkpoints of a job and how they went, for its users: nothing is decided by it.</summary>
/// <param name="time">The clock.</param>
/// <param name="metrics">The job's metrics.</param>
internal sealed class CheckpointHistory(TimeProvider time, JobMetrics metrics)
{
    private const int RecordsKept = 20;

    private readonly RecentList<CheckpointRecord> _records = new(RecordsKept);
    private CheckpointOverview _overview = CheckpointOverview.Empty;
    private CheckpointRecord? _inFlight;
    private IReadOnlyList<JobVertex> _vertices = [];
    private Publication? _publication;
    private long _triggered;
    private long _completed;
    private long _failed;

    /// <summary>The latest checkpoints; may be read from any thread.</summary>
    public CheckpointOverview Overview => Volatile.Read(ref _overview);

    /// <summary>The number of completed checkpoints that the head named.</summary>
    public int Completed { get; private set; }

    /// <summary>Goes on from what another job manager stored.</summary>
    public void GoOn(CheckpointOverview past)
    {
        (_completed, _failed) = (past.Completed, past.Failed);
        foreach (var record in past.Records) _records.Add(record);
        Show();
    }

    /// <summary>A checkpoint begins.</summary>
    /// <param name="barrier">Its barrier.</param>
    /// <param name="kind">What it is taken for.</param>
    /// <param name="graph">The job's graph.</param>
    public void Begin(CheckpointBarrier barrier, CheckpointKind kind, JobGraph graph)
    {
        (_triggered, _vertices) = (time.GetTimestamp(), graph.Vertices);
        _inFlight = new CheckpointRecord(barrier.Checkpoint, barrier.IsSavepoint, null, 0, time.GetUtcNow(), TimeSpan.Zero, null)
        {
            Kind = kind,
            IsInFlight = true,
            Subtasks = graph.Vertices.Sum(static v => v.Parallelism),
        };
        Show();
    }

    /// <summary>A subtask has acknowledged the checkpoint in flight.</summary>
    public void Acknowledged(SubtaskAcknowledgement acknowledgement)
    {
        var (subtask, figures, duration) = (acknowledgement.Subtask, acknowledgement.Figures, time.GetElapsedTime(_triggered));
        var before = _inFlight!;
        var isLast = before.Acknowledged + 1 == before.Subtasks;
        var isLongest = !(before.LongestAlignment?.Figures.Alignment >= figures.Alignment);
        var part = isLast || isLongest ? new SubtaskPart(_vertices[subtask.Vertex].Name, subtask.Index, duration, acknowledgement.Bytes, figures) : null;
        _inFlight = before with
        {
            Acknowledged = before.Acknowledged + 1,
            Bytes = before.Bytes + acknowledgement.Bytes,
            StateBytes = before.StateBytes + figures.StateBytes,
            IsUnaligned = before.IsUnaligned || acknowledgement.IsUnaligned,
            InFlightBytes = before.InFlightBytes + acknowledgement.InFlight.Sum(static f => f.Bytes),
            LongestAlignment = isLongest ? part : before.LongestAlignment,
            Slowest = isLast ? part : null,
            Phases = isLast ? new CheckpointPhases(duration) : default,
        };
        Show();
    }

    /// <summary>The checkpoint in flight is complete.</summary>
    /// <param name="path">The path of its manifest.</param>
    /// <param name="took">How long it took to store it.</param>
    public CheckpointRecord Complete(string path, StoreTimes took)
    {
        var record = _inFlight! with { Path = path, Phases = _inFlight.Phases with { Manifest = took.Manifest, Head = took.Head } };
        _completed++;
        if (record is not { Kind: CheckpointKind.Savepoint }) Completed++;
        record = End(record);
        metrics.Completed(record.Duration, record.Bytes);
        return record;
    }

    /// <summary>The checkpoint in flight is aborted.</summary>
    public CheckpointRecord Abort(string reason)
    {
        _failed++;
        metrics.Aborted();
        return End(_inFlight! with { Failure = reason });
    }

    /// <summary>The job's tasks end, and with them the checkpoint in flight, if there is one.</summary>
    public void GiveUp(string reason)
    {
        if (_inFlight is not null) Abort(reason);
    }

    /// <summary>The sinks are permitted to publish what a checkpoint completes. While they publish an earlier one it is not measured how long this one takes.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="attempt">The newest attempt.</param>
    /// <param name="subtasks">The subtasks that will confirm.</param>
    public void Publish(long checkpoint, ExecutionAttempt attempt, IEnumerable<SubtaskId> subtasks)
    {
        if (_publication?.Attempt != attempt) _publication = new Publication(checkpoint, attempt, [.. subtasks], time.GetTimestamp());
    }

    /// <summary>A subtask has published everything up to a checkpoint.</summary>
    public void Confirmed(SubtaskId subtask, long checkpoint)
    {
        if (_publication is not { } publication || checkpoint < publication.Checkpoint || !publication.Missing.Remove(subtask) || publication.Missing.Count > 0) return;
        _publication = null;
        var took = time.GetElapsedTime(publication.Begun);
        _records.Replace(r => r.Checkpoint == publication.Checkpoint, r => r with { Phases = r.Phases with { Publishing = took } });
        Show();
    }

    private CheckpointRecord End(CheckpointRecord record)
    {
        record = record with { IsInFlight = false, Duration = time.GetElapsedTime(_triggered) };
        _inFlight = null;
        _records.Add(record);
        Show();
        return record;
    }

    private void Show() => Volatile.Write(ref _overview, new CheckpointOverview(_inFlight is null ? _records.Items : [.. _records.Items, _inFlight], _completed, _failed));

    /// <param name="Checkpoint">What the sinks publish.</param>
    /// <param name="Attempt">The newest attempt; another one begins anew.</param>
    /// <param name="Missing">The subtasks that have not confirmed it.</param>
    /// <param name="Begun">When it was permitted.</param>
    private sealed record Publication(long Checkpoint, ExecutionAttempt Attempt, HashSet<SubtaskId> Missing, long Begun);
}
