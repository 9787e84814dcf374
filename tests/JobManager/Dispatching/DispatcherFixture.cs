using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Slots;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>A dispatcher over one simulated task manager, in virtual time, and a user's requests to it.</summary>
internal sealed class DispatcherFixture : ILogger
{
    private readonly IBlobStore _blobs;
    private readonly long _epoch;
    private readonly long _recovered;

    /// <param name="blobs">The store; null for an empty one.</param>
    /// <param name="directory">The folder of the store, or null.</param>
    /// <param name="slots">The number of slots of the task manager; 0 where it does not join.</param>
    /// <param name="time">The clock; null for a separate one.</param>
    /// <param name="retention">How long ended jobs are kept; null for forever.</param>
    /// <param name="epoch">The leader epoch.</param>
    /// <param name="recovered">The highest epoch of a leader before that had recovered the jobs; null for the last one.</param>
    public DispatcherFixture(IBlobStore? blobs = null, string? directory = null, int slots = 4, FakeTimeProvider? time = null, TimeSpan? retention = null, long epoch = 1, long? recovered = null)
    {
        _blobs = blobs ?? (directory is null ? new MemoryBlobStore() : new DirectoryBlobStore(directory));
        Faults = new BlobFaults(_blobs);
        (Store, Records) = (new JobStore(_blobs), new JobRecords(_blobs));
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var storage = StorageUri.OfFolder(directory ?? "/storage");
        Dispatcher = new Dispatcher(
            new DispatcherContext(Faults, storage, new TestStores(storage, Faults), Host, Time, new Random(1), this, new JobMasterOptions()) { Retention = retention }, new TaskManagerPool(Host, Time));
        Tasks = new FakeTasks("tm-0", Dispatcher.JobManager);
        (_epoch, _recovered) = (epoch, recovered ?? epoch - 1);
        Recover();
        if (slots > 0) Join(slots);
    }

    public ManualHost Host { get; } = new();

    public FakeTimeProvider Time { get; }

    public BlobFaults Faults { get; }

    public JobStore Store { get; }

    public JobRecords Records { get; }

    public PlayedPlanner Planner { get; } = new();

    public FakeTasks Tasks { get; private set; }

    public Dispatcher Dispatcher { get; }

    /// <summary>With what the task manager joined last.</summary>
    public TaskManagerRegistration Registration { get; private set; } = null!;

    /// <summary>The log entries of level warning or higher.</summary>
    public List<string> Log { get; } = [];

    public void Join(int slots)
    {
        var runs = Tasks.Runs;
        Registration = new TaskManagerRegistration("tm-0", "", "", slots);
        Dispatcher.Pool.Join(Registration, Tasks, Planner, runs, onJoined: () => Dispatcher.Joined(Tasks, runs));
        Host.Settle();
    }

    /// <summary>Makes a request; its answers are added to the list.</summary>
    public List<Answer<T>> Ask<T>(Action<Dispatcher, Action<Answer<T>>> ask)
    {
        var answers = new List<Answer<T>>();
        ask(Dispatcher, answers.Add);
        Host.Settle();
        return answers;
    }

    public Answer<SubmittedJob> Submit(JobRequest request) => Ask<SubmittedJob>((d, answer) => d.Submit(request, answer)).Single();

    /// <summary>Submits a job that must not be refused, and returns its id.</summary>
    public string Submit(string name = "words", int? parallelism = null)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return Submit(new JobRequest("artifact") { Name = name, Parallelism = parallelism }).Value!.Status.Id;
    }

    public JobStatus Status(string job) => Ask<JobStatus>((d, answer) => d.Get(job, answer)).Single().Value!;

    public List<Answer<JobStatus>> Cancel(string job) => Ask<JobStatus>((d, answer) => d.Cancel(job, answer));

    public List<Answer<(JobStatus Status, string Savepoint)>> Stop(string job, string directory = "") =>
        Ask<(JobStatus, string)>((d, answer) => d.Stop(job, drain: false, directory, answer));

    public List<Answer<string>> Savepoint(string job, string directory = "") => Ask<string>((d, answer) => d.Savepoint(job, directory, answer));

    public List<Answer<(JobStatus Status, TimeSpan Interruption)>> Rescale(string job, int parallelism, double seconds = 60) =>
        Ask<(JobStatus, TimeSpan)>((d, answer) => d.Rescale(job, new ScaleRequest(parallelism, new Dictionary<string, int>(), TimeSpan.FromSeconds(seconds)), answer));

    public JobHead Head(string job) => Store.ReadHead(job)!.Head;

    public IReadOnlyList<string> Blobs => _blobs.List("");

    public void Pass(double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            Host.Settle();
        }
    }

    /// <summary>It leads, and recovers its jobs.</summary>
    public void Recover()
    {
        Refusal? refusal = new(RefusalKind.Late, "not told");
        Dispatcher.Recover(_epoch, _recovered, r => refusal = r);
        Host.Settle();
        Assert.Null(refusal);
    }

    /// <summary>Replaces a killed job manager: another one over the same store, which has recovered its jobs.</summary>
    /// <param name="slots">The number of slots of the task manager; 0 where it does not join.</param>
    /// <param name="keepsTasks">Whether the task manager is the same process, with its tasks.</param>
    /// <param name="recovered">The highest epoch of a leader before that had recovered the jobs; null for this one.</param>
    public DispatcherFixture Restart(int slots = 4, bool keepsTasks = false, long? recovered = null)
    {
        var next = new DispatcherFixture(_blobs, slots: 0, time: Time, epoch: _epoch + 1, recovered: recovered);
        if (keepsTasks)
        {
            next.Tasks = Tasks;
            Tasks.ReportTo(next.Dispatcher.JobManager);
        }

        if (slots > 0) next.Join(slots);
        return next;
    }

    /// <summary>Replaces the settings in a job's record, as if another version had written it.</summary>
    public void GiveSettings(string job, IReadOnlyDictionary<string, string> settings)
    {
        var record = Records.Read(job);
        _blobs.Delete(JobRecords.NameOf(job));
        Assert.True(Records.TryWriteAsync(record with { Settings = settings }, null, CancellationToken.None).GetAwaiter().GetResult());
    }

    /// <summary>As if it had been killed before the job's end was written.</summary>
    public void ForgetEnd(string job)
    {
        var end = $"{job}/end-{Head(job).LeaderEpoch}";
        Assert.Contains(end, Blobs);
        _blobs.Delete(end);
    }

    /// <summary>A blob is lost.</summary>
    public void Lose(string name) => _blobs.Delete(name);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Add(formatter(state, exception));
}
