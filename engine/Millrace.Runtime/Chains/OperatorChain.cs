using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Chains;

/// <summary>The operators of one subtask, put together.</summary>
/// <param name="Source">The source, where the chain begins with one.</param>
/// <param name="Watermarks">The operator at the head of the chain that gives it a time of its own; null where its time is that of its inputs.</param>
/// <param name="Inputs">Where batches go in: none where the chain begins with a source, two where it begins with a function over two streams.</param>
/// <param name="Operators">The operators that have a life of their own, in the order in which records pass them.</param>
/// <param name="Partitions">What the chain puts out.</param>
/// <param name="Descriptions">All operators of the chain, the stateless ones too.</param>
/// <param name="Position">Which of them is at work.</param>
/// <param name="Errors">Those that go on after a record with which they throw.</param>
internal sealed record OperatorChain(
    ISourceOperator? Source,
    IWatermarkOperator? Watermarks,
    IReadOnlyList<ChainInput> Inputs,
    IReadOnlyList<IStreamOperator> Operators,
    IReadOnlyList<ResultPartition> Partitions,
    IReadOnlyList<JobOperator> Descriptions,
    ChainPosition Position,
    IReadOnlyList<RecordErrors> Errors)
{
    /// <summary>What the chain has left out so far. On its task's thread.</summary>
    public Losses Losses => new(Operators.Sum(static o => o.LateRecords?.Value ?? 0), Errors.Sum(static e => e.Skipped), Operators.Sum(static o => o.DroppedTimers));

    /// <summary>Closes operators, each whatever the others do, however far they had been opened.</summary>
    /// <param name="operators">The operators.</param>
    /// <param name="onFailure">Told the name of an operator that throws, and what.</param>
    public static void Close(IEnumerable<IStreamOperator> operators, Action<string, Exception> onFailure)
    {
        foreach (var op in operators)
        {
            try
            {
                op.Close();
            }
            catch (Exception e)
            {
                onFailure(op.Name, e);
            }
        }
    }
}
