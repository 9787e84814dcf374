using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Serialization;
using Millrace.Testing.Clusters;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>A job on two task managers with two slots each, connected over real connections, with the test in the role of the job manager.</summary>
internal sealed class PlacedJob : IJobManagerGateway, IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly JobSubmission _job = new("job-1", "job", "artifact", new JobArguments(), 4, 16);
    private readonly JobGraph _graph;
    private readonly List<(ExchangeHost Host, TaskExecutor Executor)> _taskManagers = [];
    private readonly ConcurrentDictionary<(SubtaskId, int Attempt), bool> _running = new();
    private readonly ConcurrentDictionary<SubtaskId, bool> _ended = new();
    private readonly ConcurrentDictionary<(SubtaskId, long), bool> _acknowledged = new();

    private PlacedJob(JobGraph graph) => _graph = graph;

    public ConcurrentQueue<JobFailure> Failures { get; } = new();

    public ExchangeHost Second => _taskManagers[1].Host;

    public static async Task<PlacedJob> Start(Action<StreamEnvironment> define, TaskExecutorOptions? options = null)
    {
        var serializers = new SerializerCache();
        var placed = new PlacedJob(JobDefinition.Plan(new DefinedJob(define), new JobArguments(), new OperatorParallelism(4), 16, serializers).Graph);
        var store = new JobStore(new MemoryBlobStore());
        foreach (var id in (string[])["first", "second"])
        {
            var host = await ExchangeHost.Start(id);
            var library = new JobLibrary();
            library.Add("artifact", () => new DefinedJob(define), serializers);
            var context = new TaskContext(id, library, store, new ChannelRegistry(host.Exchange), host.Threads, TimeProvider.System, placed) { Options = options ?? new() };
            placed._taskManagers.Add((host, new TaskExecutor(context)));
        }

        return placed;
    }

    public void Deploy(int attempt, params int[] order)
    {
        var deployment = Deployment.Of(_graph, attempt, new TaskPlacement([.. _taskManagers.Select(static t => t.Host.Address)], [0, 1, 0, 1]));
        foreach (var i in order)
        {
            var (host, executor) = _taskManagers[i];
            executor.Deploy(new DeployTasks(
                _job, Attempt(attempt), _graph.Fingerprint(), deployment.SubtasksOn(host.Address.Id, attempt), deployment, null));
        }
    }

    public void Trigger(int attempt, long checkpoint)
    {
        foreach (var (_, executor) in _taskManagers) executor.Trigger(Attempt(attempt), new CheckpointBarrier(checkpoint), null);
    }

    /// <summary>Waits until all subtasks of an attempt run: before that, a trigger finds no tasks, and a job manager sends none.</summary>
    public Task Running(int attempt) => Until(() => _graph.Subtasks.All(s => _running.ContainsKey((s, attempt))));

    /// <summary>Waits until all subtasks have processed their input.</summary>
    public Task InputsEnded() => Until(() => _ended.Count == _graph.Subtasks.Count());

    /// <summary>Waits until all subtasks have acknowledged a checkpoint.</summary>
    public Task Acknowledged(long checkpoint) => Until(() => _graph.Subtasks.All(s => _acknowledged.ContainsKey((s, checkpoint))));

    public Task HasFailed() => HasFailed(static _ => true);

    /// <summary>Waits for such a failure.</summary>
    public Task HasFailed(Func<JobFailure, bool> isSuch) => Until(() => Failures.Any(isSuch));

    public async ValueTask DisposeAsync()
    {
        foreach (var (host, executor) in _taskManagers)
        {
            executor.End(Attempt(2), [.. _graph.Subtasks]);
            await host.DisposeAsync();
        }
    }

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) { }

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => _running[(subtask, attempt.Number)] = true;

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) =>
        _acknowledged[(acknowledgement.Subtask, acknowledgement.Checkpoint)] = true;

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) { }

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => _ended[subtask] = true;

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) { }

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => Failures.Enqueue(failure);

    public void SlotsPinned(string taskManager, int slots)
    {
    }

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) { }

    private static ExecutionAttempt Attempt(int number) => new("job-1", number);

    private async Task Until(Func<bool> holds)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < s_limit, $"It took too long; {_ended.Count} inputs ended, failures: {string.Join("; ", Failures.Select(static f => f.Summary))}");
            await Task.Yield();
        }
    }

    private sealed class DefinedJob(Action<StreamEnvironment> define) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => define(env);
    }
}
