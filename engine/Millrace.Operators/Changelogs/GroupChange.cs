namespace Millrace;

/// <summary>A change of a row of a group, which may come into it, leave it, or be replaced within it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Key">The row's key.</param>
/// <param name="IsRemoved">Whether the group loses a row.</param>
/// <param name="Removed">That row.</param>
/// <param name="IsAdded">Whether the group gets a row.</param>
/// <param name="Added">That row.</param>
internal readonly record struct GroupChange<TGroup, TKey, T>(TGroup Group, TKey Key, bool IsRemoved, T? Removed, bool IsAdded, T? Added);
