namespace Millrace;

/// <summary>
/// Compares keys as the engine does, by their canonical bytes, which no <c>Equals</c> of theirs can change: <c>1.0m</c> and <c>1.00m</c> are
/// one key, and so are two records whose <c>Equals</c> says that they differ. Given to <c>Open</c>.
/// </summary>
public interface IKeyEquality
{
    /// <summary>Whether two keys are one. The type must be one that <c>KeyBy</c> takes.</summary>
    bool AreEqual<TKey>(TKey a, TKey b);

    /// <summary>Whether a key is null, or has a member that is: what SQL finds equal to nothing. The type must be one that <c>KeyBy</c> takes.</summary>
    bool HasNull<TKey>(TKey key);
}
