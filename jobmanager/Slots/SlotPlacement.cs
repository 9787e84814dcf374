using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Spreads the slots of a job over task managers: each next one goes to the task manager that has the fewest of the job, among these to
/// the one with the most free slots, so that a lost process takes little with it and the load is even.
/// </summary>
internal static class SlotPlacement
{
    /// <param name="slots">How many slots.</param>
    /// <param name="free">The task managers with how many slots are free on each, together at least as many.</param>
    public static TaskPlacement Decide(int slots, IReadOnlyList<(TaskManagerAddress TaskManager, int Free)> free)
    {
        var ranked = free.Where(static f => f.Free > 0).OrderByDescending(static f => f.Free).ThenBy(static f => f.TaskManager.Id, StringComparer.Ordinal).ToList();
        // Round after round, each gives one more, as long as it has one.
        var next = new PriorityQueue<int, (int Used, int Rank)>(ranked.Select(static (_, rank) => (rank, (0, rank))));
        var chosen = new List<int>();
        while (chosen.Count < slots)
        {
            next.TryDequeue(out var rank, out var turn);
            chosen.Add(rank);
            if (turn.Used + 1 < ranked[rank].Free) next.Enqueue(rank, (turn.Used + 1, rank));
        }

        // The first round takes them in their order.
        return new TaskPlacement([.. ranked.Take(Math.Min(slots, ranked.Count)).Select(static f => f.TaskManager)], chosen);
    }
}
