namespace Millrace;

/// <summary>Where a function runs; given to <c>Open</c>.</summary>
/// <param name="Subtask">The subtask's index, from 0.</param>
/// <param name="Parallelism">How many subtasks the operator has.</param>
/// <param name="Time">The clock to use.</param>
public sealed record FunctionContext(int Subtask, int Parallelism, TimeProvider Time)
{
    /// <summary>Compares keys by their canonical bytes.</summary>
    public required IKeyEquality Keys { get; init; }

    /// <summary>
    /// For a function that drops records because they come after the watermark: it adds each, so that the job's metrics tell how many
    /// there were in this attempt. Who puts them into a side output instead drops none.
    /// </summary>
    public Counter LateRecords { get; } = new();
}
