using System.Threading.Channels;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Control;
using Millrace.JobManager.TaskManagers;

namespace Millrace.Processes.Tests;

/// <summary>Records the notifications to a job manager's core, in order.</summary>
internal sealed class RegistryRecord : ITaskManagerRegistry, IJobManagerGateway
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    public IJobManagerGateway JobManager => this;

    public ITaskManagerGateway Tasks { get; private set; } = null!;

    public IJobPlanner Planner { get; private set; } = null!;

    public TaskManagerRegistration Registration { get; private set; } = null!;

    public void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner, JobManagerMessage.Runs runs)
    {
        (Registration, Tasks, Planner) = (registration, tasks, planner);
        Add($"joined {registration.Id} {registration.Instance}");
    }

    public void Left(TaskManagerRegistration registration, string reason, bool mayHaveDied) =>
        Add($"left {registration.Id} {registration.Instance}{(mayHaveDied ? "" : " alive")}: {reason}");

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => Add($"heartbeat {attempt.Number} {report.TaskManager} {report.HasAttempt}");

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => Add($"running {attempt.Number} {subtask}");

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) => Add($"acknowledged {acknowledgement.Checkpoint}");

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) => Add($"declined {checkpoint}");

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => Add($"input ended {attempt.Number} {subtask}");

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) => Add($"confirmed {checkpoint}");

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => Add($"failed {attempt.Number}: {failure.Message}");

    public void SlotsPinned(string taskManager, int slots)
    {
        if (slots > 0) Add($"pinned {taskManager} {slots}");
    }

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => Add($"ended {attempt.Number} {taskManager}");

    /// <summary>Returns the next event.</summary>
    public async Task<string> Next() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Returns the next event that starts with the text, skipping those before it.</summary>
    public async Task<string> Next(string beginning)
    {
        while (true)
        {
            if (await Next() is { } next && next.StartsWith(beginning, StringComparison.Ordinal)) return next;
        }
    }

    private void Add(string what) => _events.Writer.TryWrite(what);
}
