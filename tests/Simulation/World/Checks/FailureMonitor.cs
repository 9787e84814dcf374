using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Sees that no attempt fails by itself: the next one would hide it, and with it all that simulated functions and sinks check. What a fault of
/// the simulation causes says so itself, or is an external failure.
/// </summary>
/// <param name="isDamaged">Whether a checkpoint was ever damaged.</param>
internal sealed class FailureMonitor(Func<bool> isDamaged)
{
    private readonly Dictionary<string, int> _deployed = new(StringComparer.Ordinal);

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager deploys an attempt.</summary>
    public void Deployed(ExecutionAttempt attempt) => _deployed[attempt.JobId] = Math.Max(_deployed.GetValueOrDefault(attempt.JobId), attempt.Number);

    /// <summary>A job manager hears of a task manager.</summary>
    public void Told(JobManagerMessage message, string taskManager)
    {
        if (message is JobManagerMessage.Failed m) Look(m.Attempt, m.Failure, taskManager);
        if (message is not JobManagerMessage.Report { Tasks.Subtasks: var subtasks, Attempt: var attempt }) return;
        foreach (var subtask in subtasks)
        {
            if (subtask.Failure is { } failure) Look(attempt, failure, taskManager);
        }
    }

    /// <summary>Whether a failure is one that the simulation has injected: after the exception's type its message has the simulation's own word.</summary>
    public static bool IsInjected(JobFailure failure) => failure.Message.Contains("Exception: Simulated: ", StringComparison.Ordinal);

    private void Look(ExecutionAttempt attempt, JobFailure failure, string taskManager)
    {
        if (IsInjected(failure) || IsFallout(attempt, failure)) return;
        Breach ??= $"Attempt {attempt.Number} of job {attempt.JobId} failed on {taskManager} by itself ({failure.Domain}): {failure.Summary}\n{failure.Details}";
    }

    // The network and the storage fail as external systems do. What is missing in the storage or not as it was written must have been damaged by
    // a fault, or have been swept after the checkpoints of a newer attempt, while this one was still restoring it. In the same way a newer attempt
    // that goes back to an older checkpoint takes away what this one, which is over, is still publishing.
    private bool IsFallout(ExecutionAttempt attempt, JobFailure failure)
    {
        var isOver = attempt.Number < _deployed[attempt.JobId];
        if (failure.Domain != FailureDomain.External) return isOver && failure.Message.EndsWith("which the checkpoint refers to, is gone.", StringComparison.Ordinal);
        return isOver || isDamaged() || !failure.Message.StartsWith(nameof(CorruptBlobException), StringComparison.Ordinal);
    }
}
