namespace Millrace;

/// <summary>
/// Compares keys as the engine does, by their canonical bytes, regardless of the type's <c>Equals</c>: <c>1.0m</c> and <c>1.00m</c> are the same
/// key, and so are two records with the same bytes whose <c>Equals</c> returns false. Passed to <c>Open</c>.
/// </summary>
public interface IKeyEquality
{
    /// <summary>Whether two keys are the same. <typeparamref name="TKey"/> must be a type that <c>KeyBy</c> accepts.</summary>
    bool AreEqual<TKey>(TKey a, TKey b);

    /// <summary>
    /// Whether a key is null or has a null member, which in SQL equals nothing. <typeparamref name="TKey"/> must be a type that <c>KeyBy</c> accepts.
    /// </summary>
    bool HasNull<TKey>(TKey key);
}
