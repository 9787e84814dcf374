using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Hosting.Control;

/// <summary>
/// A message to a task manager on the control stream; documented by <see cref="ITaskManagerGateway"/> and <see cref="IJobPlanner"/>.
/// </summary>
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Elsewhere), "elsewhere")]
[JsonDerivedType(typeof(Beat), "beat")]
[JsonDerivedType(typeof(Deploy), "deploy")]
[JsonDerivedType(typeof(Trigger), "trigger")]
[JsonDerivedType(typeof(Abort), "abort")]
[JsonDerivedType(typeof(Permit), "permit")]
[JsonDerivedType(typeof(Heartbeat), "heartbeat")]
[JsonDerivedType(typeof(End), "end")]
[JsonDerivedType(typeof(Keep), "keep")]
[JsonDerivedType(typeof(Plan), "plan")]
public abstract record TaskManagerMessage
{
    private TaskManagerMessage()
    {
    }

    /// <summary>The first message: the task manager is registered, and is to say what it runs.</summary>
    /// <param name="LeaderEpoch">The epoch of the job manager; one with a lower epoch than an earlier one of the cluster does not lead any longer.</param>
    /// <param name="Storage">The URL of artifacts and checkpoints.</param>
    /// <param name="BeatInterval">The interval of both sides' heartbeats.</param>
    /// <param name="SilenceLimit">How long the job manager may be silent before the task manager abandons the session.</param>
    /// <param name="CollectibleJobs">Whether the code of jobs is loaded so that it can be unloaded.</param>
    /// <param name="PlanLimit">How long a plan is waited for.</param>
    public sealed record Welcome(long LeaderEpoch, string Storage, TimeSpan BeatInterval, TimeSpan SilenceLimit, bool CollectibleJobs, TimeSpan PlanLimit) : TaskManagerMessage;

    /// <summary>The first message where the task manager cannot register, because this job manager does not lead.</summary>
    /// <param name="Leader">The URL of the one that leads; empty if that is not known.</param>
    public sealed record Elsewhere(string Leader) : TaskManagerMessage;

    /// <summary>A heartbeat of the job manager.</summary>
    public sealed record Beat : TaskManagerMessage;

    public sealed record Deploy(DeployTasks Tasks) : TaskManagerMessage;

    public sealed record Trigger(ExecutionAttempt Attempt, CheckpointBarrier Barrier, CommitPermit? Latest) : TaskManagerMessage;

    public sealed record Abort(ExecutionAttempt Attempt, long Checkpoint) : TaskManagerMessage;

    public sealed record Permit(CommitPermit Latest) : TaskManagerMessage;

    public sealed record Heartbeat(ExecutionAttempt Attempt, CommitPermit? Latest, IReadOnlyDictionary<string, long> Lowest) : TaskManagerMessage;

    public sealed record End(ExecutionAttempt Attempt, IReadOnlyList<SubtaskId> Subtasks) : TaskManagerMessage;

    public sealed record Keep(IReadOnlyList<string> Artifacts) : TaskManagerMessage;

    /// <param name="Id">The request's id, returned with the answer.</param>
    /// <param name="Request">What to plan.</param>
    public sealed record Plan(long Id, PlanRequest Request) : TaskManagerMessage;
}
