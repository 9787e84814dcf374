using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A row that replaces the one of its key, or the deletion of a key's row; the form in which keyed stores take changes.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="HasRow">Whether there is a row to write; otherwise the key's row is to be deleted.</param>
/// <param name="Row">The row; the default value for a deletion.</param>
public readonly record struct Upsert<TKey, T>(TKey Key, [property: MemberNotNullWhen(true, nameof(Upsert<,>.Row))] bool HasRow, T? Row);
