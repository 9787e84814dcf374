namespace Millrace;

/// <summary>The visits of keys that a broadcast record asks for, as the context of its function reaches them.</summary>
public interface IKeyVisits<TKey, TOut>
{
    /// <summary>Visits the keys of a storage once the function has returned.</summary>
    void Add(IKeyedStorage storage, KeyVisitor<TKey, TOut> visit);
}
