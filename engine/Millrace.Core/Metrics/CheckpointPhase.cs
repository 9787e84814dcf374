namespace Millrace.Core.Metrics;

/// <summary>What a task does for a checkpoint.</summary>
public enum CheckpointPhase
{
    /// <summary>From its first barrier to its last.</summary>
    Alignment,

    /// <summary>Marking and copying state, on the task's thread.</summary>
    Copying,

    /// <summary>Writing the copy to the store.</summary>
    Upload,
}
