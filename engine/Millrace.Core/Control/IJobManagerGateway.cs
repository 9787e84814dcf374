using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>What a task manager tells the job manager. Every call names job and attempt; a stale one is dropped.</summary>
public interface IJobManagerGateway
{
    void Running(string jobId, int attempt, SubtaskId subtask);

    void Acknowledge(string jobId, int attempt, SubtaskAcknowledgement acknowledgement);

    /// <summary>A subtask's part of a checkpoint could not be written.</summary>
    void Declined(string jobId, int attempt, SubtaskId subtask, long checkpoint, string reason);

    void InputEnded(string jobId, int attempt, SubtaskId subtask);

    void Confirmed(string jobId, int attempt, SubtaskId subtask, long checkpoint);

    void Failed(string jobId, int attempt, SubtaskId subtask, JobFailure failure);

    void Ended(string jobId, int attempt, string taskManager);
}
