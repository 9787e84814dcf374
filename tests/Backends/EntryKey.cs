namespace Millrace.Backends.Tests;

/// <summary>The address of an entry: a key and a map key, which is empty where the state is not a map.</summary>
internal readonly record struct EntryKey(byte[] Key, byte[] MapKey)
{
    public static IComparer<byte[]> ByBytes { get; } = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    public static IComparer<EntryKey> Order { get; } = Comparer<EntryKey>.Create(static (a, b) =>
        ByBytes.Compare(a.Key, b.Key) is var order and not 0 ? order : ByBytes.Compare(a.MapKey, b.MapKey));
}
