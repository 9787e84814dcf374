using Millrace.Core.Graph;

namespace Millrace.Runtime.OperatorState;

/// <summary>A state of a subtask, whatever its types.</summary>
internal interface IOperatorState
{
    /// <summary>Takes back what this subtask gets of a checkpoint.</summary>
    /// <param name="blocks">The blocks of the old subtasks, in the order of these.</param>
    /// <param name="written">The state as the checkpoint has it, where its schema differs from today's.</param>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    void Restore(IReadOnlyList<ReadOnlyMemory<byte>> blocks, StateDescriptor? written);

    /// <summary>Copies the state. Copies bytes and runs no user code.</summary>
    byte[] ToBlock();
}
