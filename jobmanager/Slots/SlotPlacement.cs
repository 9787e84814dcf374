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
        var used = new int[free.Count];
        var chosen = new List<int>();
        for (var slot = 0; slot < slots; slot++)
        {
            var next = Enumerable.Range(0, free.Count).Where(i => used[i] < free[i].Free)
                .OrderBy(i => used[i]).ThenByDescending(i => free[i].Free).ThenBy(i => free[i].TaskManager.Id, StringComparer.Ordinal).First();
            used[next]++;
            chosen.Add(next);
        }

        var order = chosen.Distinct().ToList();
        return new TaskPlacement(order.ConvertAll(i => free[i].TaskManager), chosen.ConvertAll(order.IndexOf));
    }
}
