namespace Millrace.Hosting.Processes;

/// <summary>The process has stopped in good order because it could not go on; it is to be started again.</summary>
/// <param name="message">Why, in a sentence.</param>
public sealed class ProcessLeftException(string message) : Exception(message);
