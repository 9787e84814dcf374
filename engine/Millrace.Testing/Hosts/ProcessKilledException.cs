namespace Millrace.Testing.Hosts;

/// <summary>Unwinds the code of a process that was killed in the middle of a call to the outside.</summary>
internal sealed class ProcessKilledException(string process) : Exception($"{process} was killed.");
