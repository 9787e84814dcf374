namespace Millrace.Tests.Testing.Outside;

/// <summary>What a sink of a test has shown to the outside, and what it has prepared. It survives every crash; several threads may use it.</summary>
public sealed class OutsideWorld<T>
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Epoch, int Writer), T[]> _visible = [];
    private readonly Dictionary<(long Epoch, int Writer, string Name), T[]> _hidden = [];

    public IReadOnlyList<T> Visible
    {
        get
        {
            lock (_gate) return [.. _visible.Values.SelectMany(v => v)];
        }
    }

    internal void Hide(int writer, long epoch, string name, T[] records)
    {
        lock (_gate) _hidden[(epoch, writer, name)] = records;
    }

    /// <exception cref="IOException">The epoch was taken back, or is visible with other records.</exception>
    internal void Publish(int writer, long epoch, string name)
    {
        lock (_gate)
        {
            if (!_hidden.TryGetValue((epoch, writer, name), out var records)) throw new IOException($"Epoch {epoch} of writer {writer} was taken back.");
            if (_visible.TryAdd((epoch, writer), records) || _visible[(epoch, writer)].SequenceEqual(records)) return;
        }

        throw new IOException($"Epoch {epoch} of writer {writer} was published with other records.");
    }

    /// <summary>Takes back what is hidden, too, as the file sink does: a stale task that is still publishing finds nothing to show.</summary>
    internal void TakeBack(long after, Func<int, bool> owns)
    {
        lock (_gate)
        {
            foreach (var key in _hidden.Keys.Where(k => k.Epoch > after && owns(k.Writer)).ToList()) _hidden.Remove(key);
            foreach (var key in _visible.Keys.Where(k => k.Epoch > after && owns(k.Writer)).ToList()) _visible.Remove(key);
        }
    }
}
