using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Core.Planning;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Testing;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;
using Millrace.Tests.Testing.Metrics;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests;

/// <summary>A task manager and a job whose numbers go into an exactly-once sink, on one thread, in virtual time.</summary>
internal sealed class ExecutorFixture
{
    public const int Numbers = 40;

    private readonly JobSubmission _job = new("job-1", "job", "artifact", new JobArguments(), 2, 8);
    private readonly JobGraph _graph;
    private Deployment? _deployment;

    /// <param name="map">Maps each number.</param>
    /// <param name="rate">The numbers per second that a subtask reads.</param>
    /// <param name="create">Creates another job instead.</param>
    /// <param name="log">The task manager's log.</param>
    /// <param name="stateBackend">Creates keyed state; null for the default.</param>
    public ExecutorFixture(Func<int, int>? map = null, double? rate = null, Func<IStreamJob>? create = null, ILogger? log = null, IKeyedStateBackendFactory? stateBackend = null)
    {
        map ??= static n => n;
        var meter = new EngineMeter();
        Readings = new MeterReadings(meter);
        Faults = new BlobFaults(new MemoryBlobStore());
        var library = new JobLibrary();
        var serializers = new SerializerCache();
        create ??= () => new NumbersJob(World, map, rate);
        library.Add("artifact", create, serializers);
        _graph = JobDefinition.Plan(create(), _job.Arguments, new OperatorParallelism(_job.Parallelism), _job.MaxParallelism, serializers).Graph;
        Executor = new TaskExecutor(new TaskContext("tm", library, new JobStore(Faults), new ChannelRegistry(), Host, Time, JobManager)
        {
            Options = new TaskExecutorOptions { Meter = meter, StateBackend = stateBackend ?? new TaskExecutorOptions().StateBackend },
            Log = log ?? NullLogger.Instance,
        });
    }

    public ManualHost Host { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public BlobFaults Faults { get; }

    public TestSink<int> World { get; } = new();

    public JobManagerRecord JobManager { get; } = new();

    public TaskExecutor Executor { get; }

    public MeterReadings Readings { get; }

    public int Subtasks => _graph.Subtasks.Count();

    public static ExecutionAttempt Attempt(int number) => new("job-1", number);

    public void Deploy(int attempt, RestoredCheckpoint? restored = null)
    {
        _deployment = Deployment.Of(_graph, attempt, new TaskPlacement([new TaskManagerAddress("tm", "")], [0, 0]));
        Executor.Deploy(new DeployTasks(_job, Attempt(attempt), _graph.Fingerprint(), [.. _graph.Subtasks], _deployment, restored));
        Host.Settle();
    }

    /// <summary>Deploys another attempt of some subtasks; the others run on.</summary>
    public void DeployAnew(int attempt, params SubtaskId[] subtasks)
    {
        _deployment = _deployment!.Restart(subtasks.ToHashSet(), attempt, _deployment.Placement);
        Executor.Deploy(new DeployTasks(_job, Attempt(attempt), _graph.Fingerprint(), subtasks, _deployment, null));
        Host.Settle();
    }

    public void Trigger(long checkpoint, int attempt = 1, CommitPermit? permit = null)
    {
        Executor.Trigger(Attempt(attempt), new CheckpointBarrier(checkpoint), permit);
        Host.Settle();
    }

    public TaskManagerReport Heartbeat(int attempt = 1, CommitPermit? permit = null)
    {
        Executor.Heartbeat(Attempt(attempt), permit, new Dictionary<string, long>());
        Host.Settle();
        return JobManager.Reports[^1];
    }

    /// <summary>Returns what it runs.</summary>
    public IReadOnlyList<JobReport> Report()
    {
        IReadOnlyList<JobReport>? report = null;
        Executor.Report((jobs, _) => report = jobs);
        Host.Settle();
        return report!;
    }

    public void End(int attempt)
    {
        Executor.End(Attempt(attempt), [.. _graph.Subtasks]);
        Host.Settle();
    }

    /// <summary>Ends some tasks.</summary>
    public void End(int attempt, params SubtaskId[] subtasks)
    {
        Executor.End(Attempt(attempt), subtasks);
        Host.Settle();
    }

    public void Pass(double seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Host.Settle();
    }

    /// <summary>Returns the permit of a head with a checkpoint.</summary>
    public static CommitPermit Permit(long checkpoint, int attempt = 1)
    {
        var head = JobHead.Create("job-1", "job", 8);
        for (var i = 0; i < attempt; i++) head = head.BeginAttempt(1, 0);
        return CommitPermit.From(head.Complete(new RetainedCheckpoint(checkpoint, "manifest"), 1))!;
    }

    private sealed class NumbersJob(TestSink<int> world, Func<int, int> map, double? rate) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            var numbers = env.FromSource(new NumberSource(Numbers, 2));
            if (rate is { } limit) numbers.RateLimit(limit);
            numbers.Uid("numbers").Map(map).Name("map-it").Rebalance().SinkTo(world).Uid("sink");
        }
    }
}
