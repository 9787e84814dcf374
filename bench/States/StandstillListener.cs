using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Millrace.Core.Metrics;

namespace Millrace.Bench.States;

/// <summary>Records each time that the stateful task stopped for a snapshot, once touching has started, and how much it wrote.</summary>
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

    /// <summary>The durations in seconds.</summary>
    public IReadOnlyCollection<double> Standstills => _standstills;

    public int Checkpoints => _sizes.Count;

    /// <summary>The size of the largest checkpoint, in bytes.</summary>
    public long Largest => _sizes.Max();

    /// <summary>The size of the last checkpoint before the final one, in bytes.</summary>
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
