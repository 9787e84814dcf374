namespace Millrace.Testing;

/// <summary>A test harness cannot do what was requested, or an operator broke a rule; the message gives the details.</summary>
public sealed class HarnessException(string message) : Exception(message);
