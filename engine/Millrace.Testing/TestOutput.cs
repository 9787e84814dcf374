using System.Collections;
using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>What has come out of a stream or of a side output and was not taken yet, in its order: a list of the records.</summary>
public sealed class TestOutput<T> : IReadOnlyList<T>, IOutputTaker<T>
{
    private readonly List<Emitted<T>> _records = [];

    internal TestOutput()
    {
    }

    /// <inheritdoc/>
    public int Count => _records.Count;

    /// <summary>The newest watermark that came out, in milliseconds; <see cref="long.MinValue"/> before the first one. Side outputs that
    /// only the test looks at have none.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>The records with their timestamps in milliseconds.</summary>
    public IReadOnlyList<(T Value, long Timestamp)> WithTimestamps => _records.ConvertAll(static r => (r.Value, r.Timestamp));

    /// <summary>The records with their timestamps and the watermarks that came out before them.</summary>
    public IReadOnlyList<Emitted<T>> Records => [.. _records];

    /// <inheritdoc/>
    public T this[int index] => _records[index].Value;

    /// <summary>The records, which are taken away: what comes out afterwards is looked at by itself.</summary>
    public IReadOnlyList<T> Take()
    {
        List<T> taken = [.. this];
        Clear();
        return taken;
    }

    /// <summary>Takes the records away.</summary>
    public void Clear() => _records.Clear();

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _records.Select(static r => r.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void IOutputTaker<T>.Take(T value, long timestamp) => _records.Add(new Emitted<T>(value, timestamp, Watermark));

    void IOutputTaker<T>.Advance(long watermark) => Watermark = watermark;
}
