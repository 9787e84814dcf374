using Millrace.JobManager.Dispatching;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Processes;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>Submits the job, from its latest state or a savepoint.</summary>
internal sealed partial class JobUser
{
    private void Submit()
    {
        var parallelism = _random.Next(1, Math.Min(WorldShape.MostSubtasks, _job.MaxParallelism) + 1);
        var arguments = _job.Arguments.SelectMany(a => new[] { $"--{a.Key}", a.Key == ISimulatedJob.StartOption ? $"{_submissions}" : a.Value }).ToList();
        var path = DrawSavepoint();
        var request = new JobRequest(_job.Name)
        {
            Name = _job.Name,
            Parallelism = parallelism,
            MaxParallelism = _submissions == 0 ? _job.MaxParallelism : null,
            LeastSlots = _random.Next(3) == 0 && _job.MayRunLower ? 1 : null,
            CheckpointInterval = TimeSpan.FromMilliseconds(_random.Next(3, 60)),
            Restore = path ?? "latest",
            CommandLine = arguments,
            Command = NewId(),
        };
        if (path is not null) _world.Events.Add("client", "goes on from", path);
        WentBack |= path is not null;
        IsSubmitting = true;
        _granted.Submitted();
        Submit(request, path);
    }

    private void Submit(JobRequest request, string? path) =>
        Ask<SubmittedJob>("submit", TimeSpan.FromSeconds(_random.Next(20, 200)), (d, answer, limit) => d.Submit(request, answer, limit), answer =>
        {
            IsSubmitting = false;
            if (answer?.Value is not { } submitted)
            {
                var isAbandoned = path is not null && _savepoints.GiveUp(path);
                if (answer?.Refusal is { Kind: not (RefusalKind.Late or RefusalKind.Unavailable) } refusal) TakeRefusal(request.Command, path, isAbandoned, refusal);
                else TakeNothing(request, path, isAbandoned);
                return;
            }

            if (path is not null)
            {
                _world.Seen.Note(ByPath);
                _savepoints.Restored(path);
            }

            Take(request.Command, submitted.Status.Id);
            Know(submitted.Status.Id);
            _submissions++;
        });

    // What the store or the time does not allow yet may be given again, as it was or anew.
    private void TakeNothing(JobRequest request, string? path, bool isAbandoned)
    {
        _unclear.Add(request.Command);
        if (isAbandoned || request.Command.Length == 0 || _random.Next(2) > 0 || _commands.JobManager is null) return;
        _world.Seen.Note(Repeated);
        IsSubmitting = true;
        Submit(request, path);
    }

    private void TakeRefusal(string command, string? savepoint, bool isAbandoned, Refusal refusal)
    {
        if (IsSuspected(refusal.Message)) LastGood = _world.Scheduler.Time.Now;
        // A job manager that had been replaced may have answered that there was no such job; else it runs by a submission whose outcome was not told.
        else if (refusal.Message.Contains("is running: it cannot be restored", StringComparison.Ordinal) && (_unclear.MayExplain(command) || _world.HadStaleProcesses)) return;
        // A savepoint may be the checkpoint that was damaged, and what comes after the one that a job falls back to is abandoned.
        else if (savepoint is not null && _world.Damage.HasStruck) return;
        else if (isAbandoned && refusal.Message.Contains("that does not fit checkpoint", StringComparison.Ordinal)) _world.Seen.Note(Abandoned);
        else Breach ??= $"The submission, {(savepoint is null ? "with the latest checkpoint" : $"with the savepoint {savepoint}")}, was refused: {refusal.Message}\n{refusal.Details}";
    }

    private string? DrawSavepoint() => _world.Damage.HasStruck || _savepoints.Usable == 0 || _random.Next(3) == 0 ? null : _savepoints.Draw(_random);
}
