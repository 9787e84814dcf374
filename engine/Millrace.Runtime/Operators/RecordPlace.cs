namespace Millrace.Runtime.Operators;

/// <summary>Where a record of a source was, for the message of a failure.</summary>
/// <param name="Split">The number of the split among those that the subtask reads.</param>
/// <param name="Next">The offset after the record, or after the row that it was emitted in.</param>
internal readonly record struct RecordPlace(int Split, long Next);
