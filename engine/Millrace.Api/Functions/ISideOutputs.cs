namespace Millrace;

/// <summary>The side outputs of an operator, as seen by the contexts of its function.</summary>
public interface ISideOutputs
{
    /// <summary>Emits a record to a side output; the record is dropped if the job does not use that output.</summary>
    /// <exception cref="InvalidOperationException">The job uses an output of that name with a different type.</exception>
    void Collect<T>(OutputTag<T> tag, T value, long timestamp);
}
