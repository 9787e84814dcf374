namespace Millrace;

/// <summary>The subtask that a reader runs in, and its way to request a call.</summary>
public sealed class SourceReaderContext(int subtask, int parallelism, TimeProvider time, Action wake)
{
    /// <summary>The subtask's index, from 0.</summary>
    public int Subtask { get; } = subtask;

    /// <summary>The source's number of subtasks.</summary>
    public int Parallelism { get; } = parallelism;

    /// <summary>The clock to use.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Requests a call of Read; may be called from any thread.</summary>
    public void Wake() => wake();
}
