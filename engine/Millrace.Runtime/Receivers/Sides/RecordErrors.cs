using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.Runtime.Receivers.Sides;

/// <summary>Counts the records on which an operator's function threw.</summary>
/// <param name="description">The operator.</param>
internal abstract class RecordErrors(JobOperator description)
{
    public JobOperator Operator => description;

    /// <summary>The number of such records in this attempt.</summary>
    public Counter Count { get; } = new();

    /// <summary>How many of them were dropped.</summary>
    public abstract long Skipped { get; }
}

/// <summary>Takes the records on which an operator's function threw: to the side output that the job named, or nowhere.</summary>
/// <param name="position">Tells whether the operator itself threw, or one after it.</param>
/// <param name="place">The operator's index in the chain.</param>
/// <param name="description">The operator.</param>
/// <param name="tag">The side output, or null.</param>
/// <param name="side">The operator's side outputs.</param>
internal sealed class RecordErrors<T>(ChainPosition position, int place, JobOperator description, OutputTag<FailedRecord<T>>? tag, SideOutputs side)
    : RecordErrors(description)
{
    /// <inheritdoc/>
    public override long Skipped => tag is null ? Count.Value : 0;

    /// <summary>Whether an exception is the operator's own and about its record: not if a later operator threw it or memory ran out.</summary>
    public bool Covers(Exception e) => position.Operator == place && e is not OutOfMemoryException;

    public void Take(T record, long timestamp, Exception e)
    {
        Count.Add();
        if (tag is null) return;
        var (message, details) = ExceptionText.Of(e);
        var (error, trace) = (BoundedText.Cut(message, JobFailure.LongestMessage), BoundedText.Cut(details, JobFailure.LongestDetails));
        side.Collect(tag, new FailedRecord<T>(record, timestamp, Operator.Name, error, trace), timestamp);
    }

    public bool Resume() => side.Resume();
}
