namespace Millrace;

/// <summary>The subtask that a function runs in; passed to <c>Open</c>.</summary>
/// <param name="Subtask">The subtask's index, from 0.</param>
/// <param name="Parallelism">The operator's number of subtasks.</param>
/// <param name="Time">The clock to use.</param>
public sealed record FunctionContext(int Subtask, int Parallelism, TimeProvider Time)
{
    /// <summary>Compares keys by their canonical bytes.</summary>
    public required IKeyEquality Keys { get; init; }

    /// <summary>
    /// Counts the records that the function drops because they are late, for the job's metrics; it counts this attempt only. A function that emits
    /// late records to a side output does not drop them.
    /// </summary>
    public Counter LateRecords { get; } = new();
}
