namespace Millrace.Core.Keys;

/// <summary>Compares keys by their canonical bytes. Not thread-safe.</summary>
public sealed class KeyEquality : IKeyEquality
{
    private readonly KeyBuffer _a = new();
    private readonly KeyBuffer _b = new();

    public bool AreEqual<TKey>(TKey a, TKey b)
    {
        var codec = KeyCodecs.Create<TKey>();
        _a.Clear();
        codec.Encode(a, _a);
        _b.Clear();
        codec.Encode(b, _b);
        return _a.Written.SequenceEqual(_b.Written);
    }

    public bool HasNull<TKey>(TKey key) => KeyCodecs.Create<TKey>().HasNull(key);
}
