namespace Millrace.Testing;

/// <summary>Creates <see cref="TestSource{T}"/>s from given records.</summary>
public static class TestSource
{
    /// <summary>Creates a source with the given records, in one split, that ends after them.</summary>
    public static TestSource<T> Of<T>(params T[] records) => From(records);

    /// <summary>Creates a source with the records of a collection, in one split, that ends after them.</summary>
    public static TestSource<T> From<T>(IEnumerable<T> records)
    {
        var source = new TestSource<T>();
        foreach (var record in records) source.Push(record);
        source.End();
        return source;
    }
}
