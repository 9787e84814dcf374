namespace Millrace.Tests.Testing.Outside;

/// <summary>What a sink of a test has shown to the outside, and what it has prepared. It survives every crash; several threads may use it.</summary>
public sealed class OutsideWorld<T>
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Epoch, int Writer), T[]> _visible = [];
    private readonly Dictionary<string, T[]> _hidden = new(StringComparer.Ordinal);

    public IReadOnlyList<T> Visible
    {
        get
        {
            lock (_gate) return [.. _visible.Values.SelectMany(v => v)];
        }
    }

    internal void Hide(string name, T[] records)
    {
        lock (_gate) _hidden[name] = records;
    }

    internal void Publish(int writer, long epoch, string name)
    {
        lock (_gate)
        {
            if (_visible.TryAdd((epoch, writer), _hidden[name]) || _visible[(epoch, writer)].SequenceEqual(_hidden[name])) return;
        }

        throw new IOException($"Epoch {epoch} of writer {writer} was published with other records.");
    }

    internal void TakeBack(long after, Func<int, bool> owns)
    {
        lock (_gate)
        {
            foreach (var key in _visible.Keys.Where(k => k.Epoch > after && owns(k.Writer)).ToList()) _visible.Remove(key);
        }
    }
}
