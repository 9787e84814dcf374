using System.Diagnostics.Metrics;

namespace Millrace.Core.Metrics;

/// <summary>The observable instruments over the counters of job managers.</summary>
/// <param name="meter">The meter to create them on.</param>
/// <param name="jobs">Returns the current jobs.</param>
internal sealed class JobInstruments(Meter meter, Func<MeasuredJob[]> jobs)
{
    public void Create()
    {
        meter.CreateObservableCounter(MetricNames.Restarts, () => Read(static j => j.Restarts), "{restart}", "Restarts of a job.");
        meter.CreateObservableCounter(
            MetricNames.DroppedTimers, () => Read(static j => j.DroppedTimers), "{timer}", "Processing-time timers that the end of input dropped.");
        meter.CreateObservableCounter(MetricNames.Checkpoints, Outcomes, "{checkpoint}", "Checkpoints and savepoints of a job, by outcome.");
    }

    private IEnumerable<Measurement<long>> Read(Func<JobMetrics, long> read) => jobs().Select(j => new Measurement<long>(read(j.Metrics), j.Tags));

    private IEnumerable<Measurement<long>> Outcomes()
    {
        foreach (var job in jobs())
        {
            yield return new Measurement<long>(job.Metrics.CompletedCheckpoints, job.Completed);
            yield return new Measurement<long>(job.Metrics.AbortedCheckpoints, job.Aborted);
        }
    }
}
