namespace Millrace;

/// <summary>Handles late records of a window join: each side has its own side output, or none.</summary>
internal sealed class LateSides<TKey, T1, T2>(OutputTag<T1>? left, OutputTag<T2>? right) : LateData<JoinSide<TKey, T1, T2>>
{
    public OutputTag<T1>? Left => left;

    public OutputTag<T2>? Right => right;

    public override bool Put<TCurrent>(JoinSide<TKey, T1, T2> value, KeyedProcessContext<TCurrent> context)
    {
        if (value.IsLeft) return Put(left, value.Left!, context);
        return Put(right, value.Right!, context);
    }

    private static bool Put<T, TCurrent>(OutputTag<T>? tag, T value, KeyedProcessContext<TCurrent> context)
    {
        if (tag is not null) context.Output(tag, value);
        return tag is not null;
    }
}
