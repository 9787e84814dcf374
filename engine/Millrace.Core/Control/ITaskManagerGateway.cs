using Millrace.Core.Checkpoints;

namespace Millrace.Core.Control;

/// <summary>What a job manager asks of a task manager. Every call names job and attempt; a stale one is dropped.</summary>
public interface ITaskManagerGateway
{
    string Id { get; }

    void Deploy(DeployTasks request);

    /// <summary>Asks the sources of an attempt for a barrier.</summary>
    void Trigger(string jobId, int attempt, CheckpointBarrier barrier);

    /// <summary>Lets everything up to a checkpoint be published.</summary>
    void Permit(CommitPermit permit);

    /// <summary>Ends an attempt's tasks; <see cref="IJobManagerGateway.Ended"/> is the answer.</summary>
    void End(string jobId, int attempt);
}
