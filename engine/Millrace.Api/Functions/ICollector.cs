namespace Millrace;

/// <summary>Takes a function's results. Emitted objects are frozen: neither side may change them afterwards.</summary>
public interface ICollector<in T>
{
    /// <summary>Emits a record with the timestamp of the current record or timer.</summary>
    void Collect(T value);

    /// <summary>Emits a record with its own timestamp, in milliseconds.</summary>
    void Collect(T value, long timestamp);
}
