namespace Millrace.Simulation.Tests.Command;

/// <summary>The result of one run.</summary>
/// <param name="Violation">The first property that did not hold, or null.</param>
/// <param name="Steps">The number of steps taken.</param>
/// <param name="Faults">The number of faults injected.</param>
/// <param name="Marks">The landmarks reached, and how often.</param>
/// <param name="EventHash">The hash of all choices and facts; two runs of one seed have the same.</param>
internal sealed record RunResult(Violation? Violation, long Steps, long Faults, IReadOnlyDictionary<string, long> Marks, ulong EventHash);
