using Millrace.Core.Scheduling;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Spreads a job's slots over task managers: each slot goes to the task manager that has the fewest of the job's, among these to the one with
/// the most free slots, so that a lost process takes little with it and the load is even.
/// </summary>
internal static class SlotPlacement
{
    /// <param name="slots">The number of slots.</param>
    /// <param name="free">The task managers with their numbers of free slots, in total at least that many.</param>
    public static TaskPlacement Decide(int slots, IReadOnlyList<(TaskManagerAddress TaskManager, int Free)> free)
    {
        var ranked = free.Where(static f => f.Free > 0).OrderByDescending(static f => f.Free).ThenBy(static f => f.TaskManager.Id, StringComparer.Ordinal).ToList();
        // In each round every task manager gives one more slot, as long as it has one.
        var next = new PriorityQueue<int, (int Used, int Rank)>(ranked.Select(static (_, rank) => (rank, (0, rank))));
        var chosen = new List<int>();
        while (chosen.Count < slots)
        {
            next.TryDequeue(out var rank, out var turn);
            chosen.Add(rank);
            if (turn.Used + 1 < ranked[rank].Free) next.Enqueue(rank, (turn.Used + 1, rank));
        }

        // The first round takes the task managers in their order.
        return new TaskPlacement([.. ranked.Take(Math.Min(slots, ranked.Count)).Select(static f => f.TaskManager)], chosen);
    }
}
