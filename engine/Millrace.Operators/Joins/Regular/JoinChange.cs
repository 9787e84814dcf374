namespace Millrace;

/// <summary>A change of one side of a join, keyed by its join value.</summary>
/// <param name="Join">The value by which the sides are compared.</param>
/// <param name="Key">The row's key.</param>
/// <param name="HasRow">Whether there is a row now; false if it was deleted or has another join value.</param>
/// <param name="Row">The row.</param>
internal readonly record struct JoinChange<TJoin, TKey, T>(TJoin Join, TKey Key, bool HasRow, T? Row);
