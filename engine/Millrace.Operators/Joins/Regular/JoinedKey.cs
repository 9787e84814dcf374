using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>The key of a row produced by a join of two tables: the join value and the keys of the two rows.</summary>
/// <param name="Join">The value by which the sides are compared. A row whose join value changes is deleted here and inserted there.</param>
/// <param name="HasLeft">Whether there is a left row; false in right and full joins if the right row has no partner.</param>
/// <param name="Left">The left row's key.</param>
/// <param name="HasRight">Whether there is a right row; false in left and full joins if the left row has no partner.</param>
/// <param name="Right">The right row's key.</param>
public readonly record struct JoinedKey<TJoin, TLeft, TRight>(
    TJoin Join,
    [property: MemberNotNullWhen(true, nameof(JoinedKey<,,>.Left))] bool HasLeft,
    TLeft? Left,
    [property: MemberNotNullWhen(true, nameof(JoinedKey<,,>.Right))] bool HasRight,
    TRight? Right);
