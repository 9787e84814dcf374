using System.Diagnostics.Metrics;

namespace Millrace.Bench.Measuring;

/// <summary>Listens to all instruments of the engine and reads them ten times a second, more often than any exporter does.</summary>
internal sealed class MetricsListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Timer _timer;
    private long _measurements;

    public MetricsListener()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Millrace") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _measurements));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _measurements));
        _listener.Start();
        _timer = new Timer(_ => _listener.RecordObservableInstruments(), null, 100, 100);
    }

    /// <summary>Runs an action while listening.</summary>
    /// <exception cref="InvalidOperationException">There were no measurements.</exception>
    public static void During(Action run)
    {
        using var listener = new MetricsListener();
        run();
        if (Interlocked.Read(ref listener._measurements) == 0) throw new InvalidOperationException("The engine measured nothing.");
    }

    public void Dispose()
    {
        _timer.Dispose();
        _listener.Dispose();
    }
}
