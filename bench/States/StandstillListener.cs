using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Millrace.Core.Metrics;

namespace Millrace.Bench.States;

/// <summary>Notes each time that the task with the state stood still for a snapshot, once touching has begun, and how much it wrote.</summary>
internal sealed class StandstillListener : IDisposable
{
    private readonly ConcurrentQueue<double> _standstills = new();
    private readonly ConcurrentQueue<long> _sizes = new();
    private readonly MeterListener _listener = new();

    public StandstillListener(Touches touches)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is MetricNames.TaskCheckpointDuration or MetricNames.TaskCheckpointSize) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, duration, tags, _) =>
        {
            if (touches.HaveBegun && Has(tags, MetricNames.VertexTag, "touch") && Has(tags, MetricNames.PhaseTag, "copying")) _standstills.Enqueue(duration);
        });
        _listener.SetMeasurementEventCallback<long>((_, size, tags, _) =>
        {
            if (Has(tags, MetricNames.VertexTag, "touch")) _sizes.Enqueue(size);
        });
        _listener.Start();
    }

    /// <summary>In seconds.</summary>
    public IReadOnlyCollection<double> Standstills => _standstills;

    public int Checkpoints => _sizes.Count;

    /// <summary>The most bytes that a checkpoint wrote.</summary>
    public long Largest => _sizes.Max();

    /// <summary>The bytes that the last checkpoint but the final one wrote.</summary>
    public long Last => _sizes.SkipLast(1).Last();

    public void Dispose() => _listener.Dispose();

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, string tag, string value)
    {
        foreach (var (name, found) in tags)
        {
            if (name == tag) return found is string text && text.StartsWith(value, StringComparison.Ordinal);
        }

        return false;
    }
}
