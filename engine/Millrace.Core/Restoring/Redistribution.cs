namespace Millrace.Core.Restoring;

/// <summary>
/// Who gets the operator state of a checkpoint: the same answer in every subtask, whatever the old and the new parallelism. Old subtasks
/// are given in the order of their indices.
/// </summary>
public static class Redistribution
{
    /// <summary>
    /// Lists that are dealt: at the same parallelism each subtask has its own again, else element i of all goes to subtask i modulo the
    /// parallelism.
    /// </summary>
    /// <param name="old">The elements of each old subtask.</param>
    /// <param name="subtask">Who asks, from 0 to <paramref name="parallelism"/>, exclusive.</param>
    /// <param name="parallelism">How many subtasks there are now.</param>
    public static IEnumerable<T> Deal<T>(IReadOnlyList<IReadOnlyList<T>> old, int subtask, int parallelism) =>
        old.Count == parallelism ? old[subtask] : old.SelectMany(static list => list).Where((_, i) => i % parallelism == subtask);

    /// <summary>The old subtask whose copy of a broadcast state a subtask takes.</summary>
    public static int CopyOf(int subtask, int oldParallelism) => subtask % oldParallelism;
}
