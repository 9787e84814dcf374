using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>The records that a barrier has overtaken in a task, which are serialized in slices. Batches are kept until then.</summary>
internal sealed class InFlightSnapshot
{
    private readonly Queue<InFlightRecords> _left;
    private readonly Dictionary<(OperatorId Operator, int Input), long> _written = [];

    public InFlightSnapshot(IEnumerable<InFlightRecords> records)
    {
        // Those of one state follow each other; those of a channel stay in their order.
        _left = new Queue<InFlightRecords>(records.OrderBy(static r => r.Edge.Input).ThenBy(static r => r.To));
        foreach (var next in _left) next.Batch?.Retain();
    }

    /// <summary>How much was written.</summary>
    public IReadOnlyList<InFlightBytes> Written => [.. _written.Select(static w => new InFlightBytes(w.Key.Operator.Value, w.Key.Input, w.Value))];

    /// <summary>Writes a slice: continues where the last one ended, until the writer has no room; returns whether everything is written.</summary>
    public bool Copy(ChunkWriter writer)
    {
        while (_left.TryPeek(out var next))
        {
            if (!writer.HasRoom) return false;
            writer.Operator = next.Edge.Operator;
            writer.Begin(next.Edge.StateOf(next.To), -1, isFull: true);
            var key = (next.Edge.Operator, next.Edge.Input);
            var bytes = next.Batch is null ? next.Edge.Write(next.Payload, writer) : next.Edge.Write(next.Batch, next.From, writer);
            _written[key] = _written.GetValueOrDefault(key) + bytes;
            _left.Dequeue();
            next.Batch?.Release();
        }

        return true;
    }

    /// <summary>Releases what was not written.</summary>
    public void Abandon()
    {
        while (_left.TryDequeue(out var next)) next.Batch?.Release();
    }
}
