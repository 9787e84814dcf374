namespace Millrace.Simulation.Tests.Crashes;

/// <summary>A moment at which a process may be killed: immediately before an external call takes effect, or immediately after.</summary>
/// <param name="Call">The call, in words.</param>
/// <param name="IsAfter">Whether it has taken effect.</param>
internal readonly record struct CrashMoment(string Call, bool IsAfter);
