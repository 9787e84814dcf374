namespace Millrace;

/// <summary>Where a function puts its results. Emitted objects are frozen: neither side may change them afterwards.</summary>
public interface ICollector<in T>
{
    /// <summary>Emits a record with the timestamp of the record or timer at hand.</summary>
    void Collect(T value);

    /// <summary>Emits a record with a timestamp of its own, in milliseconds.</summary>
    void Collect(T value, long timestamp);
}
