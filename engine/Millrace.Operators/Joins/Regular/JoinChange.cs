namespace Millrace;

/// <summary>A change of one side of a join, where it is to be joined.</summary>
/// <param name="Join">What the sides are equal by.</param>
/// <param name="Key">The row's key.</param>
/// <param name="HasRow">Whether there is a row now; false where it is gone or has another value to be equal by.</param>
/// <param name="Row">The row.</param>
internal readonly record struct JoinChange<TJoin, TKey, T>(TJoin Join, TKey Key, bool HasRow, T? Row)
{
    /// <summary>Where a change is to be joined; a row that moves is gone at its old place before it comes to its new one.</summary>
    public static void Of(Change<TKey, T> change, Func<T, TJoin> joinOf, ICollector<JoinChange<TJoin, TKey, T>> output)
    {
        var (was, isNow) = (change.HasPrevious ? joinOf(change.Previous!) : default, change.HasValue ? joinOf(change.Value!) : default);
        if (change.HasPrevious && !(change.HasValue && EqualityComparer<TJoin>.Default.Equals(was, isNow))) output.Collect(new(was!, change.Key, HasRow: false, default));
        if (change.HasValue) output.Collect(new(isNow!, change.Key, HasRow: true, change.Value));
    }
}
