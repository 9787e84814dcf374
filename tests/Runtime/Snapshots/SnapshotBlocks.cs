using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tests.Snapshots;

/// <summary>The blocks of a snapshot, to be restored into other subtasks.</summary>
internal sealed class SnapshotBlocks : IStateSnapshotWriter
{
    private readonly List<RestoredBlock> _blocks = [];

    public IReadOnlyList<RestoredBlock> All => _blocks;

    public void Write(string state, int keyGroup, byte[] block) => _blocks.Add(new RestoredBlock(state, keyGroup, block));

    /// <summary>What a subtask reads back: its key groups, and all that has none.</summary>
    public IEnumerable<RestoredBlock> Of(KeyGroupAssignment assignment, int subtask) =>
        _blocks.Where(b => b.KeyGroup < 0 || assignment.OwnerOf(b.KeyGroup) == subtask);
}
