using System.Diagnostics.Metrics;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;

namespace Millrace.Core.Tests.Metrics;

public sealed class EngineMeterTests
{
    [Fact]
    public void Tasks_are_told_apart_by_job_vertex_and_subtask_and_a_newer_attempt_takes_the_place_of_an_older_one()
    {
        using var meter = new EngineMeter();
        meter.Add(Identity("a", 0, 1), Read(10));
        meter.Add(Identity("a", 1, 1), Read(20));
        meter.Add(Identity("b", 0, 1), Read(40));
        Assert.Equal(["a/0=10", "a/1=20", "b/0=40"], Look(meter));
        meter.Add(Identity("a", 0, 2), Read(1));
        meter.Add(Identity("a", 1, 0), Read(7));
        Assert.Equal(["a/0=1", "a/1=20", "b/0=40"], Look(meter));
        meter.Remove("a");
        Assert.Equal(["b/0=40"], Look(meter));
    }

    [Fact]
    public void Meters_of_one_process_do_not_mix_and_a_disposed_one_is_silent()
    {
        using var one = new EngineMeter();
        var other = new EngineMeter();
        one.Add(Identity("a", 0, 1), Read(10));
        other.Add(Identity("a", 0, 1), Read(20));
        Assert.Equal(["a/0=10"], Look(one));
        Assert.Equal(["a/0=20"], Look(other));
        other.Dispose();
        Assert.Empty(Look(other));
    }

    private static TaskIdentity Identity(string job, int subtask, int attempt) => new(job, "name", "vertex", new SubtaskId(0, subtask), attempt);

    private static TaskMetrics Read(long records)
    {
        var metrics = new TaskMetrics(TimeProvider.System, isSource: true, [], []);
        metrics.Input.Add(records, 0);
        return metrics;
    }

    private static List<string> Look(EngineMeter meter)
    {
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meter) && instrument.Name == MetricNames.SourceRecords) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen.Add($"{tags[0].Value}/{tags[4].Value}={value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
