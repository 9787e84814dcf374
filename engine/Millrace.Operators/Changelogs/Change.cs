using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A change of a table: of the row of one key.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Value">The row now; the default value after a delete.</param>
/// <param name="Previous">The row before; the default value before an insert.</param>
public readonly record struct Change<TKey, T>(ChangeKind Kind, TKey Key, T? Value, T? Previous)
{
    /// <summary>Whether there is a row now: what an upsert writes.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool HasValue => Kind != ChangeKind.Delete;

    /// <summary>Whether there was a row before.</summary>
    [MemberNotNullWhen(true, nameof(Previous))]
    public bool HasPrevious => Kind != ChangeKind.Insert;
}
