namespace Millrace.Core.Metrics;

/// <summary>A phase of a task's checkpoint.</summary>
public enum CheckpointPhase
{
    /// <summary>From the task's first barrier to its last.</summary>
    Alignment,

    /// <summary>On the task's thread, while it processes nothing: marking its state at the barrier, and copying each slice.</summary>
    Copying,

    /// <summary>From the first part of the copy to the last one written to the store.</summary>
    Upload,
}
