using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <summary>Deals the records in flight of an input as its partitioning does now, and keeps those of one subtask.</summary>
internal abstract class RestoredInput
{
    private const int Unlimited = int.MaxValue;

    protected RestoredInput(int input, string producer) => Channel = new LocalChannel(Unlimited) { Input = input, Producer = producer };

    /// <summary>The channel from which the subtask takes its records.</summary>
    public LocalChannel Channel { get; }

    /// <summary>Creates the input of a subtask.</summary>
    /// <param name="edge">The edge as it is defined now.</param>
    /// <param name="written">The edge as it was.</param>
    /// <param name="format">How its records are read.</param>
    /// <param name="place">The subtask.</param>
    public static RestoredInput Of(StreamInput edge, OperatorInput written, BatchFormat format, RestoredPlace place) =>
        edge.Accept(new Visitor(format.CreateReader(written), written, place));

    /// <summary>Takes records, as they were sent in one frame.</summary>
    public abstract void Restore(ReadOnlyMemory<byte> payload);

    /// <summary>No more records come.</summary>
    public abstract void End();

    private sealed class Visitor(BatchReader reader, OperatorInput written, RestoredPlace place) : IStreamInputVisitor<RestoredInput>
    {
        public RestoredInput Visit<T>(StreamInput<T> input) => new RestoredInput<T>(input, reader, written, place);
    }
}

/// <summary>The subtask that takes records in flight.</summary>
/// <param name="Input">Its input.</param>
/// <param name="Subtask">Its index.</param>
/// <param name="Parallelism">The number of subtasks.</param>
/// <param name="Assignment">The owners of the key groups.</param>
/// <param name="BatchSize">The maximum number of records in a batch.</param>
internal sealed record RestoredPlace(int Input, int Subtask, int Parallelism, KeyGroupAssignment Assignment, int BatchSize);
