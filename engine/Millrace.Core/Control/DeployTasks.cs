using Millrace.Core.Graph;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Control;

/// <summary>Requests that a task manager run subtasks of an attempt.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt of these subtasks.</param>
/// <param name="Fingerprint">The fingerprint of the planned graph; each re-run of the definition must have the same.</param>
/// <param name="Subtasks">The subtasks to run.</param>
/// <param name="Deployment">The deployment of the whole job, which names the attempt of these subtasks.</param>
/// <param name="Restored">The checkpoint to restore, or null.</param>
public sealed record DeployTasks(
    JobSubmission Job,
    ExecutionAttempt Attempt,
    string Fingerprint,
    IReadOnlyList<SubtaskId> Subtasks,
    Deployment Deployment,
    RestoredCheckpoint? Restored);
