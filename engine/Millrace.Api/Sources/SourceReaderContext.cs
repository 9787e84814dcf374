namespace Millrace;

/// <summary>Where a reader runs, and how it asks to be called again.</summary>
public sealed class SourceReaderContext(int subtask, int parallelism, TimeProvider time, Action wake)
{
    /// <summary>The subtask's index, from 0.</summary>
    public int Subtask { get; } = subtask;

    /// <summary>How many subtasks the source has.</summary>
    public int Parallelism { get; } = parallelism;

    /// <summary>The clock to use.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Asks for a call of Read; may be called from any thread.</summary>
    public void Wake() => wake();
}
