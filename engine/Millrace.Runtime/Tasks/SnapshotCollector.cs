using System.Buffers;
using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>Collects the blocks of a snapshot.</summary>
internal sealed class SnapshotCollector : IStateSnapshotWriter
{
    private readonly List<(OperatorId Operator, string State, int KeyGroup, ArrayBufferWriter<byte> Bytes)> _blocks = [];

    public OperatorId Operator { get; set; }

    public IReadOnlyList<SnapshotBlock> Blocks => _blocks.ConvertAll(b => new SnapshotBlock(b.Operator, b.State, b.KeyGroup, b.Bytes.WrittenSpan.ToArray()));

    public bool HasRoom => true;

    public void Begin(string state, int keyGroup, bool isFull) => _blocks.Add((Operator, state, keyGroup, new ArrayBufferWriter<byte>()));

    public Span<byte> Append(int length)
    {
        var bytes = _blocks[^1].Bytes;
        var span = length == 0 ? default : bytes.GetSpan(length)[..length];
        bytes.Advance(length);
        return span;
    }
}
