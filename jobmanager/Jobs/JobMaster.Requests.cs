using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>What users ask of the job. Each request is answered on the mailbox.</summary>
public sealed partial class JobMaster
{
    private const string EndedFirst = "The job ended first.";

    /// <summary>Why the job accepts no request but a cancel; null where it does.</summary>
    private string? WhyItEnds => _state.Shown switch
    {
        JobState.Cancelling => "The job is being cancelled.",
        var state when JobStates.IsEnd(state) => "The job has ended.",
        _ when _job.Stops.Current is null => null,
        JobState.Restarting when _job.Restarts.Last is { } failure => $"The job was told to stop, and does so when it runs again. It restarts because of this failure: {failure.Summary}",
        JobState.Waiting => $"The job was told to stop, and does so when it runs again. It waits for {_state.WaitsFor}.",
        _ => "The job is being stopped.",
    };

    /// <summary>Cancels the job, without a last checkpoint.</summary>
    public void Cancel() => _mailbox.Post(() => Take(_state.Cancel()));

    /// <summary>Stops the job with a last checkpoint; a job that is restarting stops when it runs again.</summary>
    public void Stop() => Stop(new StopRequest());

    /// <summary>Stops the job with a last checkpoint, according to the request.</summary>
    internal void Stop(StopRequest request) => _mailbox.Post(() =>
    {
        // Those that the job is to end with are not carried out before it has; others are of the time before it was submitted again.
        if (request is { OnEnd: { } onEnd, Commands: [var command] } && !_job.Stops.Ids.Contains(command) && _job.Commands.FindDone(command, CommandKind.Stop, CommandKind.Drain) is { } done)
        {
            onEnd(new SavepointResult(_job.Describe(done.Manifest), null) { IsEarlier = true });
            return;
        }

        if (_state.Shown == JobState.Cancelling || JobStates.IsEnd(_state.Shown))
        {
            request.OnEnd?.Invoke(new SavepointResult(null, EndedFirst));
            return;
        }

        _job.Stops.Add(request);
        if (request.Limit is { } limit) _stopLimit ??= _time.CreateTimer(_ => _mailbox.Post(() => OnStopLimit(limit)), null, limit, Timeout.InfiniteTimeSpan);
        Take(Decision.Stay(new JobEffect.Show()));
        Take(_state.Requested());
    });

    /// <summary>Takes a savepoint; the answer comes on the mailbox.</summary>
    /// <param name="onEnd">Receives it.</param>
    /// <param name="command">The id of the command; empty for none. One that was carried out is answered with what it took.</param>
    public void Savepoint(Action<SavepointResult> onEnd, string command = "") => _mailbox.Post(() =>
    {
        if (_job.Commands.FindDone(command, CommandKind.Savepoint) is { } done)
        {
            onEnd(new SavepointResult(_job.Describe(done.Manifest), null));
            return;
        }

        _job.Savepoints.Add(command, onEnd);
        Take(WhyItEnds is { } why ? Decision.Stay(_job.Savepoints.Fail(why)) : _state.Requested());
    });

    /// <summary>Takes a checkpoint now; the answer comes on the mailbox, with the first one that starts after this call, even if it fails.</summary>
    public void Checkpoint(Action<CheckpointRecord> onEnd) => _mailbox.Post(() =>
    {
        if (WhyItEnds is { } why)
        {
            onEnd(new CheckpointRecord(0, false, null, 0, _time.GetUtcNow(), TimeSpan.Zero, why));
            return;
        }

        _job.Asked.Add(_state.Execution?.NextId ?? 0, onEnd);
        Take(_state.Requested());
    });

    /// <summary>Changes the job's scale; the answer comes on the mailbox, when the job processes records again.</summary>
    public void Rescale(ScaleRequest request, Action<ScaleResult> onEnd) => _mailbox.Post(() =>
    {
        if (_job.Rescales.Find(request.Command) is { } same)
        {
            same.Repeat(onEnd);
            return;
        }

        if (WhyItEnds is not null && _job.Commands.FindDone(request.Command, CommandKind.Rescale) is { } done)
        {
            onEnd(new ScaleResult(done.Interruption, null));
            return;
        }

        var rescaling = new Rescaling(request, onEnd);
        rescaling.Timer = _time.CreateTimer(_ => GoOn(() => _job.Rescales.Expire(rescaling, _state.Shown)), null, request.Timeout, Timeout.InfiniteTimeSpan);
        _job.Rescales.Add(rescaling);
        Take(WhyItEnds is { } why ? Decision.Stay(_job.Rescales.Fail(why)) : _state.Requested());
    });

    private void OnStopLimit(TimeSpan limit)
    {
        if (JobStates.IsEnd(_state.Shown)) return;
        _job.Log.StopLimit(_job.Id, limit);
        Take(_state.Cancel());
    }
}
