namespace Millrace.Core.Metrics;

/// <summary>What a task's time goes to.</summary>
public enum TaskActivity
{
    /// <summary>It waits for input, time or mail.</summary>
    Idle,

    /// <summary>It works.</summary>
    Busy,

    /// <summary>It waits for room in an output.</summary>
    Backpressured,
}
