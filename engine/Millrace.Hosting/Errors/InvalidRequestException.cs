namespace Millrace.Hosting.Errors;

/// <summary>A request is invalid; the message explains why, and what would be valid.</summary>
public sealed class InvalidRequestException(string message) : Exception(message);
