namespace Millrace.Runtime.Operators;

/// <summary>The place of a record in its source, for failure messages.</summary>
/// <param name="Split">The number of the split among those that the subtask reads.</param>
/// <param name="Next">The offset after the record, or after the span that it was emitted in.</param>
internal readonly record struct RecordPlace(int Split, long Next);
