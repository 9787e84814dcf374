namespace Millrace.Core.Jobs;

/// <summary>A record that cannot be sent to another process: it is too large, or its serializer refuses it. A failure of the user's.</summary>
/// <param name="message">Which record, of which operator, and what to do.</param>
/// <param name="inner">What the serializer threw, or null.</param>
public sealed class UnsentRecordException(string message, Exception? inner = null) : Exception(message, inner);
