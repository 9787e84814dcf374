using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>The key of a row that a join of two tables made: what the two sides were equal by, and the rows that it was made of.</summary>
/// <param name="Join">What the sides are equal by. A row that moves to another value is deleted here and inserted there.</param>
/// <param name="HasLeft">Whether there is a left row; false in right and full joins where the right row has no partner.</param>
/// <param name="Left">The left row's key.</param>
/// <param name="HasRight">Whether there is a right row; false in left and full joins where the left row has no partner.</param>
/// <param name="Right">The right row's key.</param>
public readonly record struct JoinedKey<TJoin, TLeft, TRight>(
    TJoin Join,
    [property: MemberNotNullWhen(true, nameof(JoinedKey<,,>.Left))] bool HasLeft,
    TLeft? Left,
    [property: MemberNotNullWhen(true, nameof(JoinedKey<,,>.Right))] bool HasRight,
    TRight? Right);
