using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Exchange;

/// <summary>An edge on which a barrier may overtake records, which are then stored with the checkpoint. Used by one subtask's thread.</summary>
/// <param name="op">The operator that the records are sent to.</param>
/// <param name="input">The index among its <see cref="JobOperator.Inputs"/>.</param>
internal abstract class InFlightEdge(OperatorId op, int input)
{
    public OperatorId Operator => op;

    public int Input => input;

    /// <summary>Returns the name of the state that holds records to a consuming subtask.</summary>
    public string StateOf(int to) => InFlightState.NameOf(input, to);

    /// <summary>Returns about how many bytes the records of a batch from one on take.</summary>
    public abstract long Estimate(StreamElement batch, int from);

    /// <summary>Writes the records of a batch from one on.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first record.</param>
    /// <param name="writer">Takes them; their block has begun.</param>
    /// <returns>The number of bytes.</returns>
    public abstract long Write(StreamElement batch, int from, IStateSnapshotWriter writer);

    /// <summary>Writes records that were serialized for another process.</summary>
    /// <returns>The number of bytes.</returns>
    public abstract long Write(ReadOnlySpan<byte> payload, IStateSnapshotWriter writer);
}

/// <summary>Records in flight on a channel: those of a batch, or serialized ones.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="To">The index of the consuming subtask.</param>
/// <param name="Batch">The batch, or null.</param>
/// <param name="From">The first record of the batch.</param>
/// <param name="Payload">The serialized records, if there is no batch.</param>
internal readonly record struct InFlightRecords(InFlightEdge Edge, int To, StreamElement? Batch, int From, byte[] Payload)
{
    /// <summary>About how many bytes they take.</summary>
    public long Estimate => Batch is null ? Payload.Length : Edge.Estimate(Batch, From);
}
