namespace Millrace.Simulation.Tests.Command;

/// <summary>A property that did not hold.</summary>
/// <param name="Property">Which.</param>
/// <param name="Description">What was seen.</param>
/// <param name="Events">What happened last before it, oldest first.</param>
internal sealed record Violation(string Property, string Description, IReadOnlyList<string> Events);
