namespace Millrace.Simulation.Tests.Command;

/// <summary>What became of one run.</summary>
/// <param name="Violation">The first property that did not hold, or null.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Faults">How many faults struck.</param>
/// <param name="Marks">What was reached, and how often.</param>
/// <param name="EventHash">Over all choices and facts; two runs of one seed have the same.</param>
internal sealed record RunResult(Violation? Violation, long Steps, long Faults, IReadOnlyDictionary<string, long> Marks, ulong EventHash);
