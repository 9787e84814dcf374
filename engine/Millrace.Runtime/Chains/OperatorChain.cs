using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Operators.Sources;
using Millrace.Runtime.Operators.Watermarks;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Sides;

namespace Millrace.Runtime.Chains;

/// <summary>The chained operators of one subtask.</summary>
/// <param name="Subtask">The subtask's index.</param>
/// <param name="Source">The source, where the chain starts with one.</param>
/// <param name="Watermarks">The operator at the head of the chain that generates its watermarks; null where the inputs' watermarks apply.</param>
/// <param name="Inputs">Where batches enter: none where the chain starts with a source, two where it starts with a function over two streams.</param>
/// <param name="Operators">The operators that have a lifecycle, in the order in which records pass them.</param>
/// <param name="Partitions">The chain's outputs.</param>
/// <param name="Descriptions">All operators of the chain, including the stateless ones.</param>
/// <param name="Position">The operator that is currently running.</param>
/// <param name="Errors">The operators that continue after a record on which they throw.</param>
internal sealed record OperatorChain(
    int Subtask,
    ISourceOperator? Source,
    IWatermarkOperator? Watermarks,
    IReadOnlyList<ChainInput> Inputs,
    IReadOnlyList<IStreamOperator> Operators,
    IReadOnlyList<ResultPartition> Partitions,
    IReadOnlyList<JobOperator> Descriptions,
    ChainPosition Position,
    IReadOnlyList<RecordErrors> Errors)
{
    /// <summary>What the chain has dropped so far. Read on its task's thread.</summary>
    public Losses Losses => new(Operators.Sum(static o => o.LateRecords?.Value ?? 0), Errors.Sum(static e => e.Skipped), Operators.Sum(static o => o.DroppedTimers));

    /// <summary>Closes each operator, whether or not others throw and however far they had been opened.</summary>
    /// <param name="operators">The operators.</param>
    /// <param name="onFailure">Called with the name of an operator that throws and the exception.</param>
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
