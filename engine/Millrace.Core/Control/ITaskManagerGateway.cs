using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>
/// What a job manager asks of a task manager. Calls do not wait; they arrive in order, or are lost. A stale one, and one of a lower
/// leader epoch, is dropped and logged.
/// </summary>
public interface ITaskManagerGateway
{
    string Id { get; }

    void Deploy(DeployTasks request);

    /// <summary>Asks the sources of an attempt for a barrier.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="barrier">The barrier.</param>
    /// <param name="permit">The latest permit, repeated; null where there is none.</param>
    void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit);

    /// <summary>A checkpoint was given up: nobody waits for its barriers any longer, and sources that stopped with it emit again.</summary>
    void Abort(ExecutionAttempt attempt, long checkpoint);

    /// <summary>Lets everything up to a checkpoint be published.</summary>
    void Permit(CommitPermit permit);

    /// <summary>Says that the job manager is there; <see cref="IJobManagerGateway.Heartbeat"/> is the answer.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="permit">The latest permit, repeated; null where there is none.</param>
    /// <param name="lowest">The lowest watermark of each group of sources that keep near to each other, as far as it is known.</param>
    void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest);

    /// <summary>Says which artifacts jobs use that have not ended; the code of others may be unloaded.</summary>
    void Keep(IReadOnlyList<string> artifacts);

    /// <summary>Ends an attempt's tasks; <see cref="IJobManagerGateway.Ended"/> is the answer.</summary>
    void End(ExecutionAttempt attempt);
}
