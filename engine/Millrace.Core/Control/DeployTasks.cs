using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>Asks a task manager to run subtasks of an attempt.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Fingerprint">Of the planned graph; a re-run of the definition must give the same.</param>
/// <param name="Subtasks">Which subtasks.</param>
/// <param name="Placement">Where all subtasks of the attempt run.</param>
/// <param name="Restored">The checkpoint to begin from, or null.</param>
public sealed record DeployTasks(
    JobSubmission Job,
    ExecutionAttempt Attempt,
    string Fingerprint,
    IReadOnlyList<SubtaskId> Subtasks,
    TaskPlacement Placement,
    CheckpointManifest? Restored);
