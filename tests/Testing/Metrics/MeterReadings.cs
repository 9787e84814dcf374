using System.Diagnostics.Metrics;
using Millrace.Core.Metrics;

namespace Millrace.Tests.Testing.Metrics;

/// <summary>Listens to all instruments of one meter, and returns their measurements.</summary>
public sealed class MeterReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _recorded = [];
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _observed = [];
    private bool _isObserving;

    public MeterReadings(EngineMeter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Returns an instrument's current or recorded measurements, with their tags.</summary>
    public IReadOnlyList<(double Value, IReadOnlyDictionary<string, object?> Tags)> All(string name)
    {
        lock (_gate)
        {
            _observed.Clear();
            _isObserving = true;
            _listener.RecordObservableInstruments();
            _isObserving = false;
            return [.. _observed.Concat(_recorded).Where(m => m.Name == name).Select(m => (m.Value, (IReadOnlyDictionary<string, object?>)m.Tags))];
        }
    }

    /// <summary>Returns the sum over all tags, or over the measurements that have a given one.</summary>
    public double Sum(string name, string? tag = null, string? value = null) =>
        All(name).Where(m => tag is null || (m.Tags.TryGetValue(tag, out var found) && Equals(found, value))).Sum(m => m.Value);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measured = (instrument.Name, value, new Dictionary<string, object?>(tags.ToArray()));
        lock (_gate)
        {
            if (instrument.IsObservable && _isObserving) _observed.Add(measured);
            else _recorded.Add(measured);
        }
    }
}
