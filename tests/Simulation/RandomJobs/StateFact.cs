namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>That a function has some state.</summary>
/// <param name="Node">The function's node.</param>
/// <param name="State">The state's name.</param>
/// <param name="Key">The key, or the number of the subtask.</param>
/// <param name="IsOfSubtask">Whether it belongs to a subtask, which need not be there in the next attempt.</param>
internal readonly record struct StateFact(int Node, string State, int Key, bool IsOfSubtask = false);
