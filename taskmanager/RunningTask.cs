using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;

namespace Millrace.TaskManager;

/// <summary>
/// One subtask attempt: builds the task, steps it on its activity, and carries out its effects. This is the task's boundary, where
/// exceptions are caught once and converted to failures.
/// </summary>
internal sealed class RunningTask : ITaskEnvironment
{
    private readonly TaskContext _context;
    private readonly DeployTasks _request;
    private readonly AttemptPlan _plans;
    private readonly SubtaskId _subtask;
    private readonly IActivity _activity;
    private readonly ITimer _timer;
    private readonly SerialEffects _uploads;
    private readonly TaskLog _log;
    private readonly IDisposable _code;
    private readonly TaskLinks _links;
    private readonly CancellationTokenSource _ended = new();
    private readonly StateReader _reader;
    private SnapshotUploads? _snapshots;
    private long _uploadBegun;
    private StreamTask? _task;
    private StreamTask? _built;
    private JobVertex? _vertex;
    private bool _isRunning;
    private bool _inputEnded;
    private long _confirmed;
    private long _permitted;
    private long _barrier;
    private bool _hasDrained;
    private JobFailure? _failure;

    public RunningTask(TaskContext context, DeployTasks request, AttemptPlan plans, SubtaskId subtask)
    {
        (_context, _request, _plans, _subtask) = (context, request, plans, subtask);
        _uploads = new SerialEffects(context.Host);
        _log = new TaskLog(context.Log, request.Attempt, subtask);
        _links = new TaskLinks(() => _activity!.Wake(), e => Fail(NoOperator, e));
        _code = context.Library.Hold(request.Job.Artifact, request.Job.JobId);
        _reader = new StateReader(context.Store, context.Host, () => _activity!.Wake(), context.Time, _ended.Token);
        try
        {
            _activity = context.Host.Start($"{request.Job.JobName} {subtask}", Step);
        }
        catch
        {
            _code.Dispose();
            throw;
        }

        _timer = context.Time.CreateTimer(_ => _activity.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _activity.Wake();
    }

    public SubtaskId Subtask => _subtask;

    /// <summary>The number of the subtask's attempt.</summary>
    public int Attempt => _request.Attempt.Number;

    /// <summary>The channels that the task has or had; may be read from any thread.</summary>
    public IReadOnlyList<ChannelAddress> Channels => _links.Channels;

    /// <summary>Counts a thread that does not return from the job's code, until the result is disposed.</summary>
    public IDisposable Pin() => _context.Library.Pin(_request.Job.Artifact);

    /// <summary>The display name, which its thread has too.</summary>
    public string Name => $"Task {_request.Job.JobName} {_subtask} of attempt {_request.Attempt.Number}";

    /// <summary>The name of the running operator; empty where it is not known. May be read from any thread.</summary>
    public string At => Volatile.Read(ref _task) is { } task ? task.AtWork?.Name ?? "" : "its start";

    public IActivity Activity => _activity;

    /// <summary>The status of the subtask; may be read from any thread.</summary>
    public SubtaskReport Report => new(
        _subtask,
        Attempt,
        Volatile.Read(ref _isRunning),
        Volatile.Read(ref _inputEnded),
        Volatile.Read(ref _confirmed),
        Volatile.Read(ref _task)?.Aligned,
        Volatile.Read(ref _failure))
    { Barrier = Volatile.Read(ref _barrier), HasDrained = Volatile.Read(ref _hasDrained) };

    public void Trigger(CheckpointBarrier barrier) => Post(task =>
    {
        if (!task.IsSource) return;
        Volatile.Write(ref _barrier, barrier.Checkpoint);
        if (barrier.Drain) Volatile.Write(ref _hasDrained, true);
        task.PostTrigger(barrier);
    });

    public void Abort(long checkpoint) => Post(task => task.PostAbort(checkpoint));

    /// <summary>Permits publication up to a checkpoint. Heartbeats repeat it: the task wakes once for each.</summary>
    public void Permit(CommitPermit permit)
    {
        if (permit.Checkpoint > _permitted && Post(task => task.PostPermit(permit.Checkpoint))) _permitted = permit.Checkpoint;
    }

    /// <summary>Passes a source the progress of the others in its alignment group.</summary>
    public void Align(IReadOnlyDictionary<string, long> lowest)
    {
        if (Volatile.Read(ref _task)?.Aligned is not null) Post(task => task.PostLowest(lowest));
    }

    public void End(Action ended) => _activity.Stop(() =>
    {
        _timer.Dispose();
        _ended.Cancel();
        _task?.Metrics.Ended();
        // Even if it could not be opened; exceptions have no effect any more.
        _built?.Close(_log.CloseFailed);
        _code.Dispose();
        ended();
    });

    public void Upload(SnapshotChunk chunk)
    {
        if (chunk.Number == 0) _uploadBegun = _context.Time.GetTimestamp();
        var (snapshots, begun) = (_snapshots!, _uploadBegun);
        _uploads.Run(() => GuardAsync(NoOperator, async () =>
        {
            try
            {
                if (await snapshots.WriteAsync(chunk, _ended.Token) is not { } acknowledgement) return;
                var took = _context.Time.GetElapsedTime(begun);
                OnUploaded(took, acknowledgement.Bytes);
                _context.JobManager.Acknowledge(_request.Attempt, acknowledgement with { Figures = acknowledgement.Figures with { Upload = took } });
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                // Nobody waits for it any more.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _context.JobManager.Declined(_request.Attempt, _subtask, chunk.Barrier.Checkpoint, e.Message);
            }
            finally
            {
                Post(task => task.PostUploaded(chunk));
            }
        }));
    }

    public void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs)
    {
        // A call that does not return would hold back the output of this sink for good, and nobody would notice.
        var limit = _context.Time.CreateTimer(_ => Fail(Site, new TimeoutException($"Publishing epoch {epochs[^1].Epoch} has not ended within {_context.PublishLimit}.")), null, _context.PublishLimit, Timeout.InfiniteTimeSpan);
        _context.Host.Run(() => GuardAsync(Site, () =>
        {
            using (limit)
            {
                if (!sink.Publish(epochs)) return Task.CompletedTask;
            }

            Post(task => task.PostConfirmation(sink, epochs));
            return Task.CompletedTask;
        }));

        FailureSite Site() => new(_vertex?.Operators.FirstOrDefault(o => o.Id == sink.Id), "");
    }

    public void InputEnded()
    {
        Volatile.Write(ref _inputEnded, true);
        _context.JobManager.InputEnded(_request.Attempt, _subtask);
    }

    public void Confirmed(long checkpoint)
    {
        Volatile.Write(ref _confirmed, checkpoint);
        _context.JobManager.Confirmed(_request.Attempt, _subtask, checkpoint);
    }

    public void WakeAfter(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);

    /// <summary>Wakes the task for some mail. False while it is not open: what it must know then comes again.</summary>
    private bool Post(Action<StreamTask> post)
    {
        if (Volatile.Read(ref _task) is not { } task) return false;
        post(task);
        _activity.Wake();
        return true;
    }

    private bool Step()
    {
        if (Volatile.Read(ref _failure) is not null) return false;
        try
        {
            return _task is null ? Open() : _task.Step() == StepResult.Progress;
        }
        catch (Exception e)
        {
            Fail(() => _built?.Site ?? NoOperator(), e);
            return false;
        }
    }

    /// <summary>Builds the task, restores its state as it arrives, and opens it.</summary>
    private bool Open()
    {
        if (_built is null || _vertex is null)
        {
            (_built, _vertex) = TaskFactory.Build(_context, _request, _plans, _subtask, _links, this, _log.CloseFailed);
            if (_request.Restored is { } checkpoint)
                _reader.Begin(checkpoint, new RestoreSelection(
                    checkpoint, _vertex.Operators, _request.Deployment.AssignmentOf(_subtask.Vertex), _subtask.Index, _vertex.Parallelism));
            else _reader.BeginEmpty();
        }

        if (!_reader.IsOver) return _reader.TryRestore(_built);
        var attempt = _request.Attempt;
        _snapshots = new SnapshotUploads(_context.Store.State, attempt.JobId, _subtask, attempt.Number, _context.Nonce, new SubtaskIndex(_reader.ByKey));
        _built.Open(_request.Restored?.Manifest.Checkpoint ?? 0);
        if (_built.Source is { } source) _log.SplitsMissing(source.Name, source.MissingSplits);
        Volatile.Write(ref _task, _built);
        Measure(_built.Metrics, _vertex.Name);
        if (_built.Metrics.Meter is { } measured) _reader.Report(measured);
        Volatile.Write(ref _isRunning, true);
        _context.JobManager.Running(_request.Attempt, _subtask);
        return true;
    }

    private void Measure(TaskMetrics metrics, string vertex)
    {
        if (_context.Meter is not { } meter) return;
        metrics.WakeBy(_activity.Wake);
        meter.Add(new TaskIdentity(_request.Job.JobId, _request.Job.JobName, vertex, _subtask, _request.Attempt.Number), metrics);
    }

    private void OnUploaded(TimeSpan took, long bytes)
    {
        if (Volatile.Read(ref _task)?.Metrics.Meter is not { } meter) return;
        meter.Took(CheckpointPhase.Upload, took);
        meter.Wrote(bytes);
    }

    private static FailureSite NoOperator() => new(null, "");

    /// <summary>A failure is reported in any case, even if its place can no longer be determined.</summary>
    private static FailureSite Where(Func<FailureSite> site)
    {
        try
        {
            return site();
        }
        catch (Exception)
        {
            return NoOperator();
        }
    }

    private async Task GuardAsync(Func<FailureSite> site, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            Fail(site, e);
        }
    }

    private void Fail(Func<FailureSite> site, Exception e)
    {
        var (op, record) = Where(site);
        var (message, details) = ExceptionText.Of(e);
        var failure = new JobFailure(
            FailureRules.DomainOf(op?.Role, e),
            op?.Name ?? $"the task of {_vertex?.Name ?? _subtask.ToString()}",
            message,
            details,
            record,
            FailureRules.CanRetry(e))
        { DamagedCheckpoint = _task is null && e is CorruptBlobException ? _request.Restored?.Manifest.Checkpoint ?? 0 : 0 };
        Interlocked.CompareExchange(ref _failure, failure, null);
        _context.JobManager.Failed(_request.Attempt, _subtask, failure);
    }
}
