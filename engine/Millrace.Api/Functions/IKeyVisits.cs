namespace Millrace;

/// <summary>Collects the key visits that the function requests for a broadcast record.</summary>
public interface IKeyVisits<TKey, TOut>
{
    /// <summary>Visits the keys in a storage once the function has returned.</summary>
    void Add(IKeyedStorage storage, KeyVisitor<TKey, TOut> visit);
}
