using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Millrace.Core.Metrics;

namespace Millrace.Bench.Checkpoints;

/// <summary>Records the checkpoints and the restores of the tasks that keep state, by the engine's own metrics.</summary>
internal sealed class CheckpointListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<long> _sizes = new();
    private readonly ConcurrentQueue<double> _durations = new();
    private readonly ConcurrentQueue<long> _restored = new();
    private readonly ConcurrentDictionary<(string Subtask, string Phase), double> _restores = [];

    /// <param name="onRestored">Called on the thread of each such task when it has restored its state.</param>
    public CheckpointListener(Action? onRestored = null)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is MetricNames.CheckpointDuration or MetricNames.CheckpointSize or MetricNames.TaskRestoreDuration or MetricNames.TaskRestoreSize)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, duration, tags, _) =>
        {
            if (instrument.Name == MetricNames.CheckpointDuration) _durations.Enqueue(duration);
            else if (IsStateful(tags)) _restores[(Tag(tags, MetricNames.SubtaskTag), Tag(tags, MetricNames.PhaseTag))] = duration;
        });
        _listener.SetMeasurementEventCallback<long>((instrument, size, tags, _) =>
        {
            if (instrument.Name == MetricNames.CheckpointSize) _sizes.Enqueue(size);
            else if (IsStateful(tags))
            {
                _restored.Enqueue(size);
                onRestored?.Invoke();
            }
        });
        _listener.Start();
    }

    /// <summary>The sizes of the checkpoints so far, in bytes.</summary>
    public IReadOnlyCollection<long> Sizes => _sizes;

    /// <summary>Their durations in seconds.</summary>
    public IReadOnlyCollection<double> Durations => _durations;

    /// <summary>What each subtask read to restore, in bytes.</summary>
    public IReadOnlyCollection<long> Restored => _restored;

    /// <summary>The longest time in seconds that a subtask was in a phase of its restore.</summary>
    public double Longest(string phase) => _restores.Where(r => r.Key.Phase == phase).Max(static r => r.Value);

    public void Dispose() => _listener.Dispose();

    private static bool IsStateful(ReadOnlySpan<KeyValuePair<string, object?>> tags) => Tag(tags, MetricNames.VertexTag).StartsWith("touch", StringComparison.Ordinal);

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string tag)
    {
        foreach (var (name, found) in tags)
        {
            if (name == tag) return $"{found}";
        }

        return "";
    }
}
