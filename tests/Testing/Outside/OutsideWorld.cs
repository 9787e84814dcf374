namespace Millrace.Tests.Testing.Outside;

/// <summary>What a simulated sink has shown to the outside, and what it has prepared. It survives every crash.</summary>
public sealed class OutsideWorld<T>
{
    private readonly SortedDictionary<(long Epoch, int Writer), T[]> _visible = [];
    private readonly Dictionary<string, T[]> _hidden = new(StringComparer.Ordinal);

    public IEnumerable<T> Visible => _visible.Values.SelectMany(v => v);

    internal void Hide(string name, T[] records) => _hidden[name] = records;

    internal void Publish(int writer, long epoch, string name)
    {
        if (_visible.TryGetValue((epoch, writer), out var shown))
        {
            if (!shown.SequenceEqual(_hidden[name])) throw new IOException($"Epoch {epoch} of writer {writer} was published with other records.");
            return;
        }

        _visible.Add((epoch, writer), _hidden[name]);
    }

    internal void TakeBack(long after, Func<int, bool> owns)
    {
        foreach (var key in _visible.Keys.Where(k => k.Epoch > after && owns(k.Writer)).ToList()) _visible.Remove(key);
    }
}
