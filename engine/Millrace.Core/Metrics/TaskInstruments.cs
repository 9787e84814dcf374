using System.Diagnostics.Metrics;

namespace Millrace.Core.Metrics;

/// <summary>The observable instruments over the counters of tasks and their operators.</summary>
/// <param name="meter">The meter to create them on.</param>
/// <param name="tasks">Returns the current tasks.</param>
internal sealed class TaskInstruments(Meter meter, Func<MeasuredTask[]> tasks)
{
    public void Create()
    {
        CreateFlow();
        CreateTimes();
        CreateOperators();
    }

    private void CreateFlow()
    {
        Count(MetricNames.SourceRecords, "{record}", "Records read by sources.", static m => m.IsSource ? m.Input.Records : null);
        Count(MetricNames.RecordsIn, "{record}", "Records worked off; at a source, read.", static m => m.Input.Records);
        Count(MetricNames.RecordsOut, "{record}", "Records sent to other tasks, once for each consumer.", static m => m.Outputs.Sum(static o => o.Records));
        Count(MetricNames.BatchesIn, "{batch}", "Batches worked off.", static m => m.IsSource ? null : m.Input.Batches);
        Count(MetricNames.BatchesOut, "{batch}", "Batches sent.", static m => m.Outputs.Sum(static o => o.Batches));
        Count(MetricNames.BytesIn, "By", "Bytes of batches worked off.", static m => m.IsSource ? null : m.Input.Bytes);
        Count(MetricNames.BytesOut, "By", "Bytes of batches sent.", static m => m.Outputs.Sum(static o => o.Bytes));
    }

    private void CreateTimes()
    {
        meter.CreateObservableCounter(
            MetricNames.Time,
            () => tasks().SelectMany(static t => t.Activities.Select((tags, a) => new Measurement<double>(t.Metrics.Times.Of((TaskActivity)a).TotalSeconds, tags))),
            "s",
            "Where a task's time went, by state.");
        meter.CreateObservableGauge(
            MetricNames.Watermark,
            () => tasks().Where(static t => t.Metrics.Watermark != long.MinValue).Select(static t => new Measurement<long>(t.Metrics.Watermark, t.Tags)),
            "ms",
            "A task's watermark, milliseconds since 1970 UTC.");
        meter.CreateObservableGauge(MetricNames.WatermarkLag, Lags, "s", "How far a task's watermark is behind the clock.");

        IEnumerable<Measurement<double>> Lags()
        {
            foreach (var task in tasks())
            {
                if (task.Metrics.TryGetLag(out var lag)) yield return new Measurement<double>(lag.Value.TotalSeconds, task.Tags);
            }
        }
    }

    private void CreateOperators()
    {
        meter.CreateObservableGauge(MetricNames.StateEntries, () => States(static s => s.Entries), "{entry}", "Entries of an operator's keyed state.");
        meter.CreateObservableGauge(MetricNames.StateSize, () => States(static s => s.Bytes), "By", "Memory of an operator's keyed state.");
        meter.CreateObservableCounter(
            MetricNames.LateRecords, () => Operators(static o => o.LateRecords?.Value), "{record}", "Records that an operator dropped as late.");
        meter.CreateObservableCounter(
            MetricNames.FailedRecords,
            () => Operators(static o => o.FailedRecords.Count == 0 ? null : o.FailedRecords.Sum(static c => c.Value)),
            "{record}",
            "Records with which an operator threw, and that OnError skipped or put into a side output.");

        IEnumerable<Measurement<long>> States(Func<StateGauge, long> read)
        {
            foreach (var task in tasks()) task.Metrics.WantState();
            return Operators(o => o.State is { } state ? read(state) : null);
        }
    }

    private IEnumerable<Measurement<long>> Operators(Func<OperatorMetrics, long?> read)
    {
        foreach (var task in tasks())
        {
            foreach (var (metrics, tags) in task.Operators)
            {
                if (read(metrics) is { } value) yield return new Measurement<long>(value, tags);
            }
        }
    }

    private void Count(string name, string unit, string description, Func<TaskMetrics, long?> read)
    {
        meter.CreateObservableCounter(name, Read, unit, description);

        IEnumerable<Measurement<long>> Read()
        {
            foreach (var task in tasks())
            {
                if (read(task.Metrics) is { } value) yield return new Measurement<long>(value, task.Tags);
            }
        }
    }
}
