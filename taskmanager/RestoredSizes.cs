using Millrace.Core.Checkpoints;

namespace Millrace.TaskManager;

/// <summary>How large each key group's state is once all that a subtask restores of it is restored: as large as its last block says.</summary>
internal sealed class RestoredSizes
{
    private readonly Dictionary<(string Operator, string State, int KeyGroup), StateSize> _sizes = [];

    /// <param name="blobs">All that is restored, in order.</param>
    public RestoredSizes(IReadOnlyList<StateBlob> blobs)
    {
        foreach (var block in blobs.SelectMany(static b => b.Blocks)) _sizes[block.Key] = block.Size;
    }

    /// <summary>Returns the size of the state that a block is part of.</summary>
    public StateSize Of(StateBlock block) => _sizes[block.Key];
}
