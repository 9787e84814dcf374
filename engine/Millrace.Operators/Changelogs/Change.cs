using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A change to a table: to the row of one key.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Value">The new row; the default value for a delete.</param>
/// <param name="Previous">The previous row; the default value for an insert.</param>
public readonly record struct Change<TKey, T>(ChangeKind Kind, TKey Key, T? Value, T? Previous)
{
    /// <summary>Whether there is a row after the change, which an upsert would write.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool HasValue => Kind != ChangeKind.Delete;

    /// <summary>Whether there was a row before the change.</summary>
    [MemberNotNullWhen(true, nameof(Previous))]
    public bool HasPrevious => Kind != ChangeKind.Insert;
}
