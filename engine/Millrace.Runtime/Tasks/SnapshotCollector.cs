using Millrace.Core.Graph;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

internal sealed class SnapshotCollector : IStateSnapshotWriter
{
    private readonly List<SnapshotBlock> _blocks = [];

    public OperatorId Operator { get; set; }

    public IReadOnlyList<SnapshotBlock> Blocks => _blocks;

    public void Write(string state, int keyGroup, byte[] block) => _blocks.Add(new SnapshotBlock(Operator, state, keyGroup, block));
}
