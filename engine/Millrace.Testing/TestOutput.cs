using System.Collections;
using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>The output of a stream or a side output that was not taken yet, in order: a list of the records.</summary>
public sealed class TestOutput<T> : IReadOnlyList<T>, IOutputTaker<T>
{
    private readonly List<Emitted<T>> _records = [];

    internal TestOutput()
    {
    }

    /// <inheritdoc/>
    public int Count => _records.Count;

    /// <summary>The newest watermark that came out, in milliseconds; <see cref="long.MinValue"/> before the first one. Side outputs that
    /// only the test uses have none.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>The records with their timestamps in milliseconds.</summary>
    public IReadOnlyList<(T Value, long Timestamp)> WithTimestamps => _records.ConvertAll(static r => (r.Value, r.Timestamp));

    /// <summary>The records with their timestamps and the watermarks that came out before them.</summary>
    public IReadOnlyList<Emitted<T>> Records => [.. _records];

    /// <inheritdoc/>
    public T this[int index] => _records[index].Value;

    /// <summary>Removes and returns the records, so that later output can be checked separately.</summary>
    public IReadOnlyList<T> Take()
    {
        List<T> taken = [.. this];
        Clear();
        return taken;
    }

    /// <summary>Removes the records.</summary>
    public void Clear() => _records.Clear();

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _records.Select(static r => r.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void IOutputTaker<T>.Take(T value, long timestamp) => _records.Add(new Emitted<T>(value, timestamp, Watermark));

    void IOutputTaker<T>.Advance(long watermark) => Watermark = watermark;
}
