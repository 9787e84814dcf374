using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Millrace.Core.Metrics;

namespace Millrace.Bench.Recovery;

/// <summary>Writes when subtasks of the visits had restored their state, and what that took, by the engine's own metrics, to a file of each process.</summary>
internal static class RestoreStamps
{
    private static readonly Lock s_guard = new();
    private static MeterListener? _listener;

    /// <summary>Begins to write, once in a process.</summary>
    public static void WriteTo(string folder)
    {
        lock (s_guard)
        {
            if (_listener is not null) return;
            _listener = new MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Name == MetricNames.TaskRestoreDuration) listener.EnableMeasurementEvents(instrument);
                },
            };
            var path = Path.Combine(folder, $"{Stamps.Restores}{Environment.ProcessId}");
            _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
            {
                var (vertex, subtask, phase) = ("", "", "");
                foreach (var (name, value) in tags)
                {
                    if (name == MetricNames.VertexTag) vertex = $"{value}";
                    else if (name == MetricNames.SubtaskTag) subtask = $"{value}";
                    else if (name == MetricNames.PhaseTag) phase = $"{value}";
                }

                if (!vertex.StartsWith(RecoveryJob.Visits, StringComparison.Ordinal)) return;
                lock (s_guard) File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {subtask} {phase} {seconds:R}\n"));
            });
            _listener.Start();
        }
    }
}
