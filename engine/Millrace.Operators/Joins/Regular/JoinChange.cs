namespace Millrace;

/// <summary>A change of one side of a join, where it is to be joined.</summary>
/// <param name="Join">What the sides are equal by.</param>
/// <param name="Key">The row's key.</param>
/// <param name="HasRow">Whether there is a row now; false where it is gone or has another value to be equal by.</param>
/// <param name="Row">The row.</param>
internal readonly record struct JoinChange<TJoin, TKey, T>(TJoin Join, TKey Key, bool HasRow, T? Row);
