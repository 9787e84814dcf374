namespace Millrace.Core.Restoring;

/// <summary>
/// Decides which subtask gets the operator state of a checkpoint; the result is the same in every subtask, whatever the old and new parallelism. Old subtasks
/// are passed in index order.
/// </summary>
public static class Redistribution
{
    /// <summary>
    /// Redistributes lists: at the same parallelism each subtask gets its own back; otherwise element i of all goes to subtask i modulo the
    /// parallelism.
    /// </summary>
    /// <param name="old">The elements of each old subtask.</param>
    /// <param name="subtask">The receiving subtask, from 0 to <paramref name="parallelism"/>, exclusive.</param>
    /// <param name="parallelism">The new number of subtasks.</param>
    public static IEnumerable<T> Deal<T>(IReadOnlyList<IReadOnlyList<T>> old, int subtask, int parallelism) =>
        old.Count == parallelism ? old[subtask] : old.SelectMany(static list => list).Where((_, i) => i % parallelism == subtask);

    /// <summary>Returns the old subtask whose copy of a broadcast state a subtask takes.</summary>
    public static int CopyOf(int subtask, int oldParallelism) => subtask % oldParallelism;
}
