using System.Runtime.CompilerServices;
using Millrace.Core.Jobs;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clusters;

namespace Millrace.Testing;

/// <summary>
/// Runs a whole job in a test: the real job manager and task managers, on the test's thread in virtual time, with checkpoints in memory.
/// Its sources and sinks can be replaced by in-memory ones, and it can be crashed, rescaled and restored at any moment. Time passes only
/// while a method runs; each step of the cluster takes a tenth of a millisecond.
/// </summary>
/// <example><code>
/// using var job = new JobHarness(() => new WordCountJob());
/// job.ReplaceSource("lines", TestSource.Of("to be", "or not to be"));
/// var counts = job.ReplaceSink&lt;(string Key, long Count)>("output");
/// job.RunFor(TimeSpan.FromMilliseconds(3));
/// job.Crash();
/// job.Rescale(parallelism: 5);
/// job.RunToEnd();
/// Assert.Equal(6, counts.Visible.Count);
/// </code></example>
public sealed class JobHarness : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(1);

    private readonly Replacements _replacements = new();
    private readonly ClusterRuns _runs;
    private bool _started;

    /// <summary>Creates a harness for a job, created as by a job program.</summary>
    /// <param name="createJob">Creates the job; called twice to plan, and the plans are compared, and once more for every subtask attempt.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    public JobHarness(Func<IStreamJob> createJob, JobHarnessOptions? options = null)
    {
        var name = createJob().GetType().Name;
        _runs = new ClusterRuns(() => _replacements.In(createJob()), name, options ?? new JobHarnessOptions());
    }

    /// <summary>Creates a harness for a job that is only a definition.</summary>
    /// <param name="define">The definition; called twice to plan, and the plans are compared, and once more for every subtask attempt.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The definition is asynchronous.</exception>
    public JobHarness(
        Action<StreamEnvironment> define, JobHarnessOptions? options = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : this(() => new DefinedJob(define), options) => AsynchronousFunctions.Refuse(define, CallSite.Of(file, line));

    /// <summary>Whether the job has finished: all input was processed, and all output is visible.</summary>
    public bool HasFinished => _runs.Result.State == JobState.Finished;

    /// <summary>How often the job was restarted automatically after a failure, since the harness last started it.</summary>
    public int Restarts => _runs.Result.Restarts;

    /// <summary>The newest completed checkpoint, or 0.</summary>
    public long LatestCheckpoint => _runs.Result.LatestCheckpoint;

    /// <summary>Replaces a source of the job. Only before the first step.</summary>
    /// <param name="uid">The source's Uid or name.</param>
    /// <param name="source">The source to read instead, such as a <see cref="TestSource{T}"/>.</param>
    public void ReplaceSource<T>(string uid, ISource<T> source)
    {
        RefuseStarted();
        _replacements.Source(uid, source);
    }

    /// <summary>Replaces a sink of the job with one in memory. Only before the first step.</summary>
    /// <typeparam name="T">The sink's records.</typeparam>
    /// <param name="uid">The sink's Uid or name.</param>
    /// <returns>The sink that is written to instead.</returns>
    public TestSink<T> ReplaceSink<T>(string uid)
    {
        RefuseStarted();
        var sink = new TestSink<T>();
        _replacements.Sink(uid, sink);
        return sink;
    }

    /// <summary>Lets time pass while the job runs.</summary>
    /// <exception cref="HarnessException">The job failed.</exception>
    public void RunFor(TimeSpan time) => _runs.Run(Begun(), static () => false, time);

    /// <summary>Runs the job until a condition holds.</summary>
    /// <exception cref="HarnessException">The job failed or ended, or an hour of its time has passed.</exception>
    public void RunUntil(Func<bool> condition)
    {
        if (!_runs.Run(Begun(), condition, s_limit)) throw new HarnessException($"The job is {_runs.Result.State}, and the awaited condition was not reached.");
    }

    /// <summary>Runs the job until it has finished.</summary>
    /// <exception cref="HarnessException">The job failed, or an hour of its time has passed.</exception>
    public void RunToEnd() => RunUntil(() => HasFinished);

    /// <summary>Runs until everything put in before the call is covered by a completed checkpoint, and visible.</summary>
    /// <exception cref="HarnessException">The job failed, or an hour of its time has passed.</exception>
    public void CompleteCheckpoint()
    {
        _runs.Settle(Begun());
        var before = _runs.Result.Checkpoints;
        // The first one may already have started.
        RunUntil(() => _runs.Result.Checkpoints >= before + 2 || HasFinished);
        _runs.Settle(_runs.Current);
    }

    /// <summary>Kills every process of the cluster and starts the job again, from the newest completed checkpoint.</summary>
    public void Crash()
    {
        Begun();
        _runs.Kill();
        _runs.Start(null);
    }

    /// <summary>Stops the job with a checkpoint, and starts it again at another parallelism.</summary>
    /// <exception cref="HarnessException">The job failed.</exception>
    public void Rescale(int parallelism)
    {
        Begun().Stop();
        RunUntil(() => _runs.HasEnded);
        _runs.Kill();
        _runs.Parallelism = parallelism;
        _runs.Start(null);
    }

    /// <summary>Takes a savepoint; the job continues.</summary>
    /// <exception cref="HarnessException">The savepoint or the job failed.</exception>
    public JobSavepoint TakeSavepoint() => _runs.Savepoint(Begun(), s_limit);

    /// <summary>Kills every process of the cluster and restores the job from a savepoint, retracting what it has shown since.</summary>
    /// <param name="savepoint">The savepoint.</param>
    /// <param name="parallelism">The parallelism from now on; null for the current one.</param>
    public void Restore(JobSavepoint savepoint, int? parallelism = null)
    {
        Begun();
        _runs.Kill();
        _runs.Parallelism = parallelism ?? _runs.Parallelism;
        _runs.Start(savepoint);
    }

    /// <summary>Kills every process of the cluster.</summary>
    public void Dispose() => _runs.Kill();

    private SimulatedCluster Begun()
    {
        if (!_started) _runs.Start(null);
        _started = true;
        return _runs.Current;
    }

    private void RefuseStarted()
    {
        if (_started) throw new InvalidOperationException("The job is already running; replace its sources and sinks before it starts.");
    }
}
