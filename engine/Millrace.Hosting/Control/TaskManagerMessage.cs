using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Hosting.Control;

/// <summary>What a task manager is sent on the control stream. <see cref="ITaskManagerGateway"/> and <see cref="IJobPlanner"/> say what each means.</summary>
[JsonDerivedType(typeof(Welcome), "welcome")]
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

    /// <summary>First: the task manager is registered, and all that it ran before is over.</summary>
    /// <param name="Storage">Where artifacts and checkpoints are, as a URL.</param>
    /// <param name="BeatInterval">How often both sides give a sign of life.</param>
    /// <param name="SilenceLimit">After hearing nothing of the job manager for so long the task manager gives the session up.</param>
    /// <param name="CollectibleJobs">Whether the code of jobs is loaded so that it can be unloaded.</param>
    /// <param name="PlanLimit">After so long nobody waits for a plan any more.</param>
    public sealed record Welcome(string Storage, TimeSpan BeatInterval, TimeSpan SilenceLimit, bool CollectibleJobs, TimeSpan PlanLimit) : TaskManagerMessage;

    /// <summary>A sign of life.</summary>
    public sealed record Beat : TaskManagerMessage;

    public sealed record Deploy(DeployTasks Tasks) : TaskManagerMessage;

    public sealed record Trigger(ExecutionAttempt Attempt, CheckpointBarrier Barrier, CommitPermit? Latest) : TaskManagerMessage;

    public sealed record Abort(ExecutionAttempt Attempt, long Checkpoint) : TaskManagerMessage;

    public sealed record Permit(CommitPermit Latest) : TaskManagerMessage;

    public sealed record Heartbeat(ExecutionAttempt Attempt, CommitPermit? Latest, IReadOnlyDictionary<string, long> Lowest) : TaskManagerMessage;

    public sealed record End(ExecutionAttempt Attempt) : TaskManagerMessage;

    public sealed record Keep(IReadOnlyList<string> Artifacts) : TaskManagerMessage;

    /// <param name="Id">Comes back with the answer.</param>
    /// <param name="Request">What to plan.</param>
    public sealed record Plan(long Id, PlanRequest Request) : TaskManagerMessage;
}
