namespace Millrace.Core.Control;

/// <summary>How a task manager describes itself when it joins.</summary>
/// <param name="Id">Its name; the same after a restart of the process if the user set it.</param>
/// <param name="Instance">A new value for each process, which distinguishes a restarted process from the previous one.</param>
/// <param name="Address">The URL of its data service; empty if all task managers share a process.</param>
/// <param name="Slots">The number of slots that it offers, at least 1.</param>
public sealed record TaskManagerRegistration(string Id, string Instance, string Address, int Slots)
{
    /// <summary>The names of the jobs that it is reserved for: it runs no others, and they run nowhere else; empty if it accepts any job.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];
}
