using System.Runtime.CompilerServices;
using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;

namespace Millrace.Runtime.State;

/// <summary>The key whose state is at hand, as its canonical bytes.</summary>
internal abstract class KeyContext(int maxParallelism)
{
    protected KeyBuffer Buffer { get; } = new();

    public int MaxParallelism => maxParallelism;

    public ReadOnlySpan<byte> KeyBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Buffer.Written;
    }

    /// <summary>XxHash3 of the bytes.</summary>
    public ulong Hash { get; private set; }

    public int KeyGroup { get; private set; }

    /// <summary>Changes with every change of the key, so that a state can keep what it found for the last one.</summary>
    public long Version { get; private set; }

    protected void Changed(ulong hash)
    {
        Hash = hash;
        KeyGroup = Core.KeyGroups.KeyGroup.Of(hash, maxParallelism);
        Version++;
    }
}

/// <summary>The key whose state is at hand.</summary>
internal sealed class KeyContext<TKey>(KeyCodec<TKey> codec, int maxParallelism) : KeyContext(maxParallelism)
{
    public TKey Key { get; private set; } = default!;

    /// <summary>Sets the key; the hash is the one that its producer computed.</summary>
    public void Set(TKey key, ulong hash)
    {
        Key = key;
        Buffer.Clear();
        codec.Encode(key, Buffer);
        Changed(hash);
    }

    /// <summary>Sets the key from its canonical bytes.</summary>
    public void SetFromBytes(ReadOnlyMemory<byte> bytes)
    {
        Key = codec.Decode(new KeyReader(bytes));
        Buffer.Clear();
        Buffer.Append(bytes.Span);
        Changed(Core.KeyGroups.KeyGroup.Hash(bytes.Span));
    }
}
