using System.Diagnostics.Metrics;

namespace Millrace.Core.Metrics;

/// <summary>
/// The engine's instruments for the tasks and jobs of a process, or of an embedded cluster: a <see cref="Meter"/> whose scope is this object, so
/// that several in one process can be distinguished. Totals are read only when they are collected.
/// </summary>
public sealed class EngineMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly CheckpointHistograms _checkpoints;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Job, int Vertex, int Subtask), MeasuredTask> _tasks = [];
    private readonly SortedDictionary<string, MeasuredJob> _jobs = new(StringComparer.Ordinal);

    public EngineMeter()
    {
        _meter = new Meter(new MeterOptions(MetricNames.Meter) { Scope = this });
        _checkpoints = new CheckpointHistograms(_meter);
        new TaskInstruments(_meter, Tasks).Create();
        new JobInstruments(_meter, Jobs).Create();
    }

    /// <summary>Starts measuring a task, replacing an older attempt of it; a task of an older attempt is ignored.</summary>
    public void Add(TaskIdentity identity, TaskMetrics metrics)
    {
        var key = (identity.JobId, identity.Subtask.Vertex, identity.Subtask.Index);
        var task = new MeasuredTask(_checkpoints, identity, metrics);
        lock (_gate)
        {
            if (_tasks.TryGetValue(key, out var current) && current.Identity.Attempt > identity.Attempt) return;
            _tasks[key] = task;
        }

        metrics.Meter = task;
    }

    /// <summary>Starts measuring a job.</summary>
    public void Add(JobMetrics metrics)
    {
        var job = new MeasuredJob(metrics);
        lock (_gate) _jobs[metrics.JobId] = job;
        metrics.OnCompleted = (duration, bytes) =>
        {
            _checkpoints.JobDuration.Record(duration.TotalSeconds, job.Tags);
            _checkpoints.JobSize.Record(bytes, job.Tags);
        };
    }

    /// <summary>Stops measuring a job and its tasks.</summary>
    public void Remove(string jobId)
    {
        lock (_gate)
        {
            foreach (var key in _tasks.Keys.Where(k => k.Job == jobId).ToList()) _tasks.Remove(key);
            _jobs.Remove(jobId);
        }
    }

    public void Dispose() => _meter.Dispose();

    private MeasuredTask[] Tasks()
    {
        lock (_gate) return [.. _tasks.Values];
    }

    private MeasuredJob[] Jobs()
    {
        lock (_gate) return [.. _jobs.Values];
    }
}
