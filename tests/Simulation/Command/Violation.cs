namespace Millrace.Simulation.Tests.Command;

/// <summary>A property that did not hold.</summary>
/// <param name="Property">The property.</param>
/// <param name="Description">What was observed.</param>
/// <param name="Events">The last events before it, oldest first.</param>
internal sealed record Violation(string Property, string Description, IReadOnlyList<string> Events);
