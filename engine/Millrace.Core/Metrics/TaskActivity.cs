namespace Millrace.Core.Metrics;

/// <summary>What a task spends its time on.</summary>
public enum TaskActivity
{
    /// <summary>The task waits for input, time or mail.</summary>
    Idle,

    /// <summary>The task is working.</summary>
    Busy,

    /// <summary>The task waits for room in an output.</summary>
    Backpressured,
}
