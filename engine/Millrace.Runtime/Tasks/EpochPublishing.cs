using Millrace.Runtime.Operators.Sinks;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// Publishes the epochs of a task's exactly-once sinks. Permits are cumulative and repeated. A sink publishes one call at a time, so
/// that its epochs are published in order and none twice at once: what a newer permit adds waits for the current call.
/// </summary>
internal sealed class EpochPublishing(IReadOnlyList<IEpochSink> sinks, ITaskEnvironment environment)
{
    private readonly bool[] _busy = new bool[sinks.Count];
    private long _permitted;
    private long _confirmed;

    public void Permit(long checkpoint)
    {
        if (checkpoint <= _permitted) return;
        _permitted = checkpoint;
        Publish();
    }

    /// <summary>Called when the epochs of a call have been published.</summary>
    public void Confirm(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs)
    {
        sink.Confirm(epochs);
        for (var i = 0; i < _busy.Length; i++) _busy[i] &= sinks[i] != sink;
        Publish();
    }

    private void Publish()
    {
        for (var i = 0; i < _busy.Length; i++)
        {
            if (_busy[i] || sinks[i].Permitted(_permitted) is not { Count: > 0 } epochs) continue;
            _busy[i] = true;
            environment.Publish(sinks[i], epochs);
        }

        if (_confirmed == _permitted || _busy.Contains(true)) return;
        _confirmed = _permitted;
        environment.Confirmed(_confirmed);
    }
}
