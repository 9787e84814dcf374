namespace Millrace.Core.Jobs;

/// <summary>How long the phases of a checkpoint took; null for one that was not reached, or is not known.</summary>
/// <param name="Subtasks">From the trigger until all subtasks had acknowledged it.</param>
/// <param name="Manifest">Writing the manifest.</param>
/// <param name="Head">Naming it in the job's head, with which it is complete; null for a savepoint of a job that goes on.</param>
/// <param name="Publishing">From then until all sinks had published what it permits.</param>
public readonly record struct CheckpointPhases(TimeSpan? Subtasks, TimeSpan? Manifest = null, TimeSpan? Head = null, TimeSpan? Publishing = null);
