namespace Millrace.Hosting.Processes;

/// <summary>The process has stopped gracefully because it could not continue; it should be restarted.</summary>
/// <param name="message">The reason, as a sentence.</param>
public sealed class ProcessLeftException(string message) : Exception(message);
