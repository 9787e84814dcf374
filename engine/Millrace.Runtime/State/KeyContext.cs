using System.Runtime.CompilerServices;
using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;

namespace Millrace.Runtime.State;

/// <summary>The current key, whose state is accessed, as its canonical bytes. State backends read it; the operator sets it.</summary>
/// <param name="maxParallelism">The number of key groups.</param>
public abstract class KeyContext(int maxParallelism)
{
    private KeyBuffer _keys = new();
    private int _start;
    private int _length;
    private int _keyGroup = -1;

    public int MaxParallelism => maxParallelism;

    public ReadOnlySpan<byte> KeyBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _keys.Slice(_start, _length);
    }

    /// <summary>XxHash3 of the bytes.</summary>
    public ulong Hash { get; private set; }

    public bool HasKey => _keyGroup >= 0;

    /// <exception cref="InvalidOperationException">There is no current key.</exception>
    public int KeyGroup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HasKey ? _keyGroup : throw NoKey();
    }

    /// <summary>Changes whenever the key does, so that a state can remember what it found for the last one.</summary>
    public long Version { get; private set; }

    private protected void Changed(ulong hash, KeyBuffer keys, int start, int length)
    {
        (Hash, _start, _length) = (hash, start, length);
        if (!ReferenceEquals(_keys, keys)) _keys = keys;
        _keyGroup = Core.KeyGroups.KeyGroup.Of(hash, maxParallelism);
        Version++;
    }

    /// <summary>Sets that there is no current key.</summary>
    private protected void Changed()
    {
        _keyGroup = -1;
        Version++;
    }

    private static InvalidOperationException NoKey() =>
        new("Keyed state or a timer was used where there is no current key, such as in Open or ProcessBroadcast. Use it while a keyed record or a timer is being processed.");
}

/// <summary>The current key, whose state is accessed.</summary>
/// <param name="codec">Reads keys from their bytes.</param>
/// <param name="maxParallelism">The number of key groups.</param>
public sealed class KeyContext<TKey>(KeyCodec<TKey> codec, int maxParallelism) : KeyContext(maxParallelism)
{
    private readonly KeyBuffer _own = new();
    private readonly bool _isExact = codec.IsExact;

    /// <summary>The key as decoded from its bytes, wherever it comes from.</summary>
    public TKey Key { get; private set; } = default!;

    /// <summary>Sets the key, with the canonical bytes and the hash computed by its producer; the bytes are not copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(TKey key, ulong hash, KeyBuffer keys, int start, int end)
    {
        Key = _isExact ? key : codec.Decode(new KeyReader(keys.Memory(start, end - start)));
        Changed(hash, keys, start, end - start);
    }

    /// <summary>Sets a key that comes without bytes.</summary>
    public void Set(TKey key)
    {
        _own.Clear();
        codec.Encode(key, _own);
        Key = _isExact ? key : codec.Decode(new KeyReader(_own.Memory(0, _own.Length)));
        Changed(Core.KeyGroups.KeyGroup.Hash(_own.Written), _own, 0, _own.Length);
    }

    /// <summary>Sets the key from its canonical bytes.</summary>
    public void SetFromBytes(ReadOnlyMemory<byte> bytes)
    {
        Key = codec.Decode(new KeyReader(bytes));
        _own.Clear();
        _own.Append(bytes.Span);
        Changed(Core.KeyGroups.KeyGroup.Hash(bytes.Span), _own, 0, bytes.Length);
    }

    /// <summary>Clears the current key: state and timers are refused until the next one is set.</summary>
    public void Clear()
    {
        Key = default!;
        Changed();
    }
}
