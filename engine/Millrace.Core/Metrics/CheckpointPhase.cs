namespace Millrace.Core.Metrics;

/// <summary>What a task does for a checkpoint.</summary>
public enum CheckpointPhase
{
    /// <summary>From its first barrier to its last.</summary>
    Alignment,

    /// <summary>On the task's thread, while it processes nothing: marking its state at the barrier, and each slice of the copying.</summary>
    Copying,

    /// <summary>From the first piece of the copy to the last one written to the store.</summary>
    Upload,
}
