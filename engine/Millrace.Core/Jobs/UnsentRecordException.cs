namespace Millrace.Core.Jobs;

/// <summary>
/// Thrown when a record cannot be sent to another process, because it is too large or its serializer throws. The failure is the user's.
/// </summary>
/// <param name="message">Which record, of which operator, and how to fix it.</param>
/// <param name="inner">The serializer's exception, or null.</param>
public sealed class UnsentRecordException(string message, Exception? inner = null) : Exception(message, inner);
