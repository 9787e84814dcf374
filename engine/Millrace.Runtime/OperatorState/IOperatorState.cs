using Millrace.Core.Graph;

namespace Millrace.Runtime.OperatorState;

/// <summary>An operator state of a subtask, independent of its types.</summary>
internal interface IOperatorState
{
    /// <summary>Restores this subtask's share of a checkpoint.</summary>
    /// <param name="blocks">The blocks of the old subtasks, in the order of the subtasks.</param>
    /// <param name="written">The state as described in the checkpoint, where its schema differs from the current one.</param>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    void Restore(IReadOnlyList<ReadOnlyMemory<byte>> blocks, StateDescriptor? written);

    /// <summary>Returns a copy of the state. Copies bytes and runs no user code.</summary>
    byte[] ToBlock();
}
