namespace Millrace.Testing;

/// <summary>Makes <see cref="TestSource{T}"/>s of records at hand.</summary>
public static class TestSource
{
    /// <summary>A source with these records, in one split, that ends after them.</summary>
    public static TestSource<T> Of<T>(params T[] records) => From(records);

    /// <summary>A source with the records of a collection, in one split, that ends after them.</summary>
    public static TestSource<T> From<T>(IEnumerable<T> records)
    {
        var source = new TestSource<T>();
        foreach (var record in records) source.Push(record);
        source.End();
        return source;
    }
}
