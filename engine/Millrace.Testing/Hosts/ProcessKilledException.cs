namespace Millrace.Testing.Hosts;

/// <summary>Unwinds the code of a process that was killed in the middle of an external call.</summary>
internal sealed class ProcessKilledException(string process) : Exception($"{process} was killed.");
