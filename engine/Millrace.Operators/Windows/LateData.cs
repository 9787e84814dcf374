namespace Millrace;

/// <summary>Where records go that no window takes any more.</summary>
internal abstract class LateData<T>
{
    /// <summary>Puts a late record out; false where there is no side output for it, so that it is dropped.</summary>
    public abstract bool Put<TKey>(T value, KeyedProcessContext<TKey> context);
}

/// <summary>All of them go to one side output.</summary>
internal sealed class LateRecords<T>(OutputTag<T> tag) : LateData<T>
{
    public override bool Put<TKey>(T value, KeyedProcessContext<TKey> context)
    {
        context.Output(tag, value);
        return true;
    }
}
