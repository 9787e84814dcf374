namespace Millrace;

/// <summary>A record for which an operator's function threw.</summary>
/// <param name="Record">The input record.</param>
/// <param name="Timestamp">Its event time in milliseconds, or <see cref="Timestamps.None"/>.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Error">The exception's type and message, cut after 4,000 characters.</param>
/// <param name="Details">Where the exception was thrown: the line of the job's code, and the stack trace, cut after 32,000 characters.</param>
public sealed record FailedRecord<T>(T Record, long Timestamp, string Operator, string Error, string Details);
