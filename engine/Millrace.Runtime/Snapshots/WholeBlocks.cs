namespace Millrace.Runtime.Snapshots;

/// <summary>Writes state that is small and always written in full.</summary>
public static class WholeBlocks
{
    /// <summary>Writes one block.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="state">The state's name within the operator.</param>
    /// <param name="keyGroup">The key group, or -1 where the state has no key.</param>
    /// <param name="block">The bytes.</param>
    public static void Write(this IStateSnapshotWriter writer, string state, int keyGroup, ReadOnlySpan<byte> block)
    {
        writer.Begin(state, keyGroup, isFull: true);
        block.CopyTo(writer.Append(block.Length));
    }
}
