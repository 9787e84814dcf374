using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>
/// What a job manager requests of a task manager. Calls do not wait; they arrive in order or are lost. A stale call, or one with a lower leader
/// epoch, is dropped and logged.
/// </summary>
public interface ITaskManagerGateway
{
    string Id { get; }

    void Deploy(DeployTasks request);

    /// <summary>Requests a barrier from the sources of an attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="barrier">The barrier.</param>
    /// <param name="permit">The latest permit, repeated; null if there is none.</param>
    void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit);

    /// <summary>Aborts a checkpoint: nothing waits for its barriers any longer, and sources that stopped with it emit again.</summary>
    void Abort(ExecutionAttempt attempt, long checkpoint);

    /// <summary>Allows everything up to a checkpoint to be published.</summary>
    void Permit(CommitPermit permit);

    /// <summary>Sends a heartbeat, answered by <see cref="IJobManagerGateway.Heartbeat"/>.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="permit">The latest permit, repeated; null if there is none.</param>
    /// <param name="lowest">The lowest known watermark of each alignment group.</param>
    void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest);

    /// <summary>Lists the artifacts used by jobs that have not ended; the code of others may be unloaded.</summary>
    void Keep(IReadOnlyList<string> artifacts);

    /// <summary>Ends the tasks of some subtasks, of an attempt and of earlier ones; answered by <see cref="IJobManagerGateway.Ended"/>.</summary>
    void End(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks);
}
