namespace Millrace;

/// <summary>Identifies the job, attempt and subtask that a sink's writer or publisher belongs to.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="OperatorId">The sink's id.</param>
/// <param name="Subtask">The subtask's index, from 0; its writer number.</param>
/// <param name="Parallelism">The sink's number of subtasks.</param>
/// <param name="Attempt">The attempt; a higher attempt fences all lower ones.</param>
/// <param name="RestoredEpoch">The checkpoint from which the attempt started, or 0.</param>
public sealed record SinkContext(string JobId, string OperatorId, int Subtask, int Parallelism, int Attempt, long RestoredEpoch)
{
    /// <summary>
    /// Returns whether the subtask owns a writer, and with it the epochs and the output of that one: each subtask its own, and after a rescale to fewer
    /// subtasks those of the subtasks that are gone.
    /// </summary>
    /// <param name="writer">The number of the writer, 0 or more.</param>
    public bool Owns(int writer) => (writer < Parallelism ? writer : writer % Parallelism) == Subtask;
}
