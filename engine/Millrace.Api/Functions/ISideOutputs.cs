namespace Millrace;

/// <summary>The side outputs of an operator, as the contexts of its function reach them.</summary>
public interface ISideOutputs
{
    /// <summary>Emits a record into a side output; it is dropped where the job does not use that one.</summary>
    /// <exception cref="InvalidOperationException">The job uses an output of that name with another type.</exception>
    void Collect<T>(OutputTag<T> tag, T value, long timestamp);
}
