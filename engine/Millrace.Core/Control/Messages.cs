using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>Asks a task manager to run subtasks of an attempt.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt; in the head before it is deployed.</param>
/// <param name="Fingerprint">Of the planned graph; a re-run of the definition must give the same.</param>
/// <param name="Subtasks">Which subtasks.</param>
/// <param name="Restored">The checkpoint to begin from, or null.</param>
public sealed record DeployTasks(
    JobSubmission Job, int Attempt, string Fingerprint, IReadOnlyList<SubtaskId> Subtasks, CheckpointManifest? Restored);

/// <summary>What failed, as data.</summary>
/// <param name="Domain">Whose failure it is.</param>
/// <param name="Operator">The chain in which it happened.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details);

/// <summary>Whose failure it is.</summary>
public enum FailureDomain
{
    User,
    External,
    Engine,
}

/// <summary>What a job manager asks of a task manager. Every call names job and attempt; a stale one is dropped.</summary>
public interface ITaskManagerGateway
{
    string Id { get; }

    void Deploy(DeployTasks request);

    /// <summary>Asks the sources of an attempt for a barrier.</summary>
    void Trigger(string jobId, int attempt, long checkpoint, bool stop);

    /// <summary>Lets everything up to a checkpoint be published.</summary>
    void Permit(CommitPermit permit);

    /// <summary>Ends an attempt's tasks; <see cref="IJobManagerGateway.Ended"/> is the answer.</summary>
    void End(string jobId, int attempt);
}

/// <summary>What a task manager tells the job manager. Every call names job and attempt; a stale one is dropped.</summary>
public interface IJobManagerGateway
{
    void Running(string jobId, int attempt, SubtaskId subtask);

    void Acknowledge(string jobId, int attempt, SubtaskAcknowledgement acknowledgement);

    void InputEnded(string jobId, int attempt, SubtaskId subtask);

    void Confirmed(string jobId, int attempt, SubtaskId subtask, long checkpoint);

    void Failed(string jobId, int attempt, SubtaskId subtask, JobFailure failure);

    void Ended(string jobId, int attempt, string taskManager);
}
