using Millrace.Core.Checkpoints;

namespace Millrace.TaskManager;

/// <summary>How many bytes of each key group's complete state are still to be restored.</summary>
internal sealed class BaseBytes
{
    private readonly Dictionary<(string Operator, string State, int KeyGroup), long> _left = [];

    /// <param name="blobs">All that is restored.</param>
    public BaseBytes(IReadOnlyList<StateBlob> blobs)
    {
        foreach (var block in blobs.SelectMany(static b => b.Blocks).Where(static b => b.IsFull))
            _left[Key(block)] = _left.GetValueOrDefault(Key(block)) + block.Length;
    }

    /// <summary>Returns what is left after a block, which is now restored.</summary>
    public long After(StateBlock block)
    {
        if (!block.IsFull) return 0;
        return _left[Key(block)] -= block.Length;
    }

    private static (string Operator, string State, int KeyGroup) Key(StateBlock block) => (block.Operator, block.State, block.KeyGroup);
}
