namespace Millrace.Tests.Testing.Outside;

/// <summary>
/// What a sink of a test has shown to the outside, and what it has prepared. It survives every crash, and knows, as a folder of files
/// does, what stale attempts must not do. Several threads may use it.
/// </summary>
public sealed class OutsideWorld<T>
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Epoch, int Writer), T[]> _visible = [];
    private readonly SortedDictionary<(int Writer, long Epoch, int Attempt), T[]> _hidden = [];
    private int _attempt;

    public IReadOnlyList<T> Visible
    {
        get
        {
            lock (_gate) return [.. _visible.Values.SelectMany(v => v)];
        }
    }

    /// <summary>The newest epoch of which something is visible, or 0.</summary>
    public long NewestVisibleEpoch
    {
        get
        {
            lock (_gate) return _visible.Count == 0 ? 0 : _visible.Keys.Last().Epoch;
        }
    }

    internal void Hide(int writer, long epoch, int attempt, T[] records)
    {
        lock (_gate) _hidden[(writer, epoch, attempt)] = records;
    }

    internal void Publish(int writer, long epoch, int attempt)
    {
        lock (_gate)
        {
            var hidden = _hidden.GetValueOrDefault((writer, epoch, attempt));
            if (!_visible.TryGetValue((epoch, writer), out var shown))
                _visible.Add((epoch, writer), hidden ?? throw new IOException($"Epoch {epoch} of writer {writer}, which the checkpoint promises, is gone."));
            else if (hidden is not null && !shown.SequenceEqual(hidden))
                throw new IOException($"Epoch {epoch} of writer {writer} was published with other records.");
            _hidden.Remove((writer, epoch, attempt));
        }
    }

    /// <summary>An attempt begins: of its writers, what is hidden goes first, then what is visible after the restored epoch.</summary>
    internal void TakeBack(int attempt, long restored, Func<int, bool> owns)
    {
        lock (_gate)
        {
            if (attempt < _attempt) throw new IOException($"Attempt {attempt} is stale: attempt {_attempt} has taken over.");
            _attempt = attempt;
            foreach (var key in _hidden.Keys.Where(k => k.Attempt < attempt && owns(k.Writer)).ToList()) _hidden.Remove(key);
            foreach (var key in _visible.Keys.Where(k => k.Epoch > restored && owns(k.Writer)).ToList()) _visible.Remove(key);
        }
    }
}
