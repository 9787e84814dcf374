using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.Snapshots;

/// <summary>A block of an operator's state from a checkpoint.</summary>
/// <param name="State">The state's name within the operator.</param>
/// <param name="KeyGroup">The key group, or -1 where the state has no key.</param>
/// <param name="Block">The bytes; those of keyed state are valid only until the call that restores them returns.</param>
/// <param name="IsFull">Whether it is (a part of) its key group's complete state; else it holds the changes since the blocks before it.</param>
/// <param name="Subtask">The index of the subtask that wrote it; state without a key is redistributed by it.</param>
/// <param name="Size">The size of the key group's complete state when it and all blocks after it are restored; tables are made large enough at once.</param>
public sealed record RestoredBlock(string State, int KeyGroup, ReadOnlyMemory<byte> Block, bool IsFull = true, int Subtask = 0, StateSize Size = default);
