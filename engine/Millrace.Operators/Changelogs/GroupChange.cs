namespace Millrace;

/// <summary>A change of a row within a group: the row may enter, leave, or be replaced.</summary>
/// <param name="Group">The group.</param>
/// <param name="Key">The row's key.</param>
/// <param name="IsRemoved">Whether the group loses a row.</param>
/// <param name="Removed">The removed row.</param>
/// <param name="IsAdded">Whether the group gains a row.</param>
/// <param name="Added">The added row.</param>
internal readonly record struct GroupChange<TGroup, TKey, T>(TGroup Group, TKey Key, bool IsRemoved, T? Removed, bool IsAdded, T? Added);
