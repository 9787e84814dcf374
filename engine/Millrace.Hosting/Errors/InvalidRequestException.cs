namespace Millrace.Hosting.Errors;

/// <summary>A request is not usable; the message says why, and what would be.</summary>
public sealed class InvalidRequestException(string message) : Exception(message);
