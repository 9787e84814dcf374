namespace Millrace.Core.Control;

/// <summary>What a task manager says of itself when it joins.</summary>
/// <param name="Id">Its name, the same after a restart of the process where the user gave it one.</param>
/// <param name="Instance">Made anew by each process, so that a restarted one is told from the one before.</param>
/// <param name="Address">Where its data service listens, as a URL; empty where all task managers share a process.</param>
/// <param name="Slots">How many slots it offers, 1 or more.</param>
public sealed record TaskManagerRegistration(string Id, string Instance, string Address, int Slots)
{
    /// <summary>The names of the jobs that it is kept for: it takes no other one, and they run on no other one; empty where it takes any.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];
}
