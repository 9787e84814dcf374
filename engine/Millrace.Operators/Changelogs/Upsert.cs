using System.Diagnostics.CodeAnalysis;

namespace Millrace;

/// <summary>A row to be written in place of the one of its key, or the row of a key to be deleted: what stores with keys take.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="HasRow">Whether there is a row now; otherwise it is to be deleted.</param>
/// <param name="Row">The row; the default value where it is to be deleted.</param>
public readonly record struct Upsert<TKey, T>(TKey Key, [property: MemberNotNullWhen(true, nameof(Upsert<,>.Row))] bool HasRow, T? Row);
