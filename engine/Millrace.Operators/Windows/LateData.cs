namespace Millrace;

/// <summary>Handles records that are too late for any window.</summary>
internal abstract class LateData<T>
{
    /// <summary>Emits a late record; returns false if there is no side output for it, so that it is dropped.</summary>
    public abstract bool Put<TKey>(T value, KeyedProcessContext<TKey> context);
}

/// <summary>Sends all late records to one side output.</summary>
internal sealed class LateRecords<T>(OutputTag<T> tag) : LateData<T>
{
    public override bool Put<TKey>(T value, KeyedProcessContext<TKey> context)
    {
        context.Output(tag, value);
        return true;
    }
}
