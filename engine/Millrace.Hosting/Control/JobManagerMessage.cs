using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Logs;

namespace Millrace.Hosting.Control;

/// <summary>A message to a job manager on the control stream. <see cref="IJobManagerGateway"/> documents each one's meaning.</summary>
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(Runs), "runs")]
[JsonDerivedType(typeof(Alive), "alive")]
[JsonDerivedType(typeof(Report), "report")]
[JsonDerivedType(typeof(Running), "running")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(InputEnded), "input-ended")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(SlotsPinned), "slots-pinned")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(Logged), "logged")]
[JsonDerivedType(typeof(Leaving), "leaving")]
public abstract record JobManagerMessage
{
    private JobManagerMessage()
    {
    }

    /// <summary>The first message: the task manager registers.</summary>
    public sealed record Join(TaskManagerRegistration Registration, string Version) : JobManagerMessage;

    /// <summary>The answer to the welcome: what the process runs since earlier sessions. The task manager has joined with it.</summary>
    /// <param name="Jobs">The jobs of which it has tasks, in order.</param>
    /// <param name="PinnedSlots">The number of its slots that are held by tasks that do not end.</param>
    public sealed record Runs(IReadOnlyList<JobReport> Jobs, int PinnedSlots) : JobManagerMessage;

    /// <summary>A heartbeat of the process.</summary>
    /// <param name="Status">The status of the process; null where it was not sampled since the last one.</param>
    public sealed record Alive(TaskManagerStatus? Status) : JobManagerMessage;

    /// <summary>Answers a heartbeat of an attempt.</summary>
    public sealed record Report(ExecutionAttempt Attempt, TaskManagerReport Tasks) : JobManagerMessage;

    public sealed record Running(ExecutionAttempt Attempt, SubtaskId Subtask) : JobManagerMessage;

    public sealed record Acknowledged(ExecutionAttempt Attempt, SubtaskAcknowledgement Acknowledgement) : JobManagerMessage;

    public sealed record Declined(ExecutionAttempt Attempt, SubtaskId Subtask, long Checkpoint, string Reason) : JobManagerMessage;

    public sealed record InputEnded(ExecutionAttempt Attempt, SubtaskId Subtask) : JobManagerMessage;

    public sealed record Confirmed(ExecutionAttempt Attempt, SubtaskId Subtask, long Checkpoint) : JobManagerMessage;

    public sealed record Failed(ExecutionAttempt Attempt, SubtaskId? Subtask, JobFailure Failure) : JobManagerMessage;

    public sealed record Ended(ExecutionAttempt Attempt, string TaskManager, IReadOnlyList<SubtaskId> Subtasks) : JobManagerMessage;

    public sealed record SlotsPinned(int Slots) : JobManagerMessage;

    /// <param name="Id">The request's id.</param>
    /// <param name="Answer">The answer.</param>
    public sealed record Planned(long Id, PlanAnswer Answer) : JobManagerMessage;

    /// <summary>The last message: the task manager leaves of its own accord. A process that dies does not get to send it.</summary>
    /// <param name="Reason">The reason, as the end of a sentence about the task manager.</param>
    public sealed record Leaving(string Reason) : JobManagerMessage;

    /// <summary>Log entries about jobs since the last message.</summary>
    public sealed record Logged(IReadOnlyList<JobLogEntry> Entries) : JobManagerMessage;
}
