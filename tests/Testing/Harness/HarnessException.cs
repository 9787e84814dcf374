namespace Millrace.Tests.Testing.Harness;

/// <summary>An operator broke a rule; the message says which, and under which variation.</summary>
public sealed class HarnessException(string message) : Exception(message);
