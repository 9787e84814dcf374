using System.Diagnostics.Metrics;
using Millrace.Core.Metrics;

namespace Millrace.Local;

/// <summary>Reads one job's metrics for its progress and its report, through a listener like any other.</summary>
internal sealed class JobFigures : IDisposable
{
    private static readonly string[] Names = [MetricNames.SourceRecords, MetricNames.FailedRecords, MetricNames.Checkpoints, MetricNames.Restarts];

    private readonly string _jobId;
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly long[] _sums = new long[Names.Length];

    /// <param name="meter">The cluster's meter; those of other clusters in the process are ignored.</param>
    /// <param name="jobId">The job.</param>
    public JobFigures(EngineMeter meter, string jobId)
    {
        _jobId = jobId;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meter) && Array.IndexOf(Names, instrument.Name) >= 0) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(OnMeasurement);
        _listener.Start();
    }

    /// <summary>Returns the current figures.</summary>
    public Figures Read()
    {
        lock (_gate)
        {
            Array.Clear(_sums);
            _listener.RecordObservableInstruments();
            return new Figures(Of(MetricNames.SourceRecords), Of(MetricNames.FailedRecords), Of(MetricNames.Checkpoints), Of(MetricNames.Restarts));
        }
    }

    public void Dispose() => _listener.Dispose();

    private long Of(string name) => _sums[Array.IndexOf(Names, name)];

    private void OnMeasurement(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (name, tag) in tags)
        {
            if (name == MetricNames.JobIdTag && !Equals(tag, _jobId)) return;
            if (name == MetricNames.OutcomeTag && !Equals(tag, "completed")) return;
        }

        _sums[Array.IndexOf(Names, instrument.Name)] += value;
    }
}
