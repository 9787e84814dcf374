namespace Millrace.Testing;

/// <summary>A test harness cannot do what it was asked for, or an operator broke a rule; the message says which.</summary>
public sealed class HarnessException(string message) : Exception(message);
