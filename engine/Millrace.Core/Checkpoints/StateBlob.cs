using System.Text.Json.Serialization;

namespace Millrace.Core.Checkpoints;

/// <summary>State of one subtask: blocks in one blob, each read by range. The blob may contain other blocks that are no longer needed.</summary>
/// <param name="Name">The blob's name in the store; empty for blocks without bytes, which only replace earlier ones.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Blocks">The blocks, in the order in which they are stored.</param>
[JsonConverter(typeof(StateBlobConverter))]
public sealed record StateBlob(string Name, long Length, IReadOnlyList<StateBlock> Blocks);

/// <summary>A block of an operator's state.</summary>
/// <param name="Operator">The operator's id.</param>
/// <param name="State">The state's name.</param>
/// <param name="KeyGroup">The key group, or -1 if the state has no key.</param>
/// <param name="Offset">The offset of the block in its blob.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Checksum">XxHash3 of its bytes.</param>
/// <param name="IsFull">Whether it is (part of) the key group's full state; otherwise it contains the changes since the preceding blocks.</param>
/// <param name="Size">The size of the key group's full state when the block was written.</param>
public sealed record StateBlock(string Operator, string State, int KeyGroup, long Offset, int Length, ulong Checksum, bool IsFull = true, StateSize Size = default)
{
    /// <summary>Whose state it is part of.</summary>
    public (string Operator, string State, int KeyGroup) Key => (Operator, State, KeyGroup);
}
