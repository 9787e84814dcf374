using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>Restores the state of a task and opens it: <see cref="Bind"/>, the blocks of keyed state as they arrive, and then <see cref="Open(long)"/>.</summary>
internal sealed partial class StreamTask
{
    private Func<OperatorId, IReadOnlyList<RestoredBlock>> _withoutKey = static _ => [];

    /// <summary>Prepares the operators for their restored state.</summary>
    /// <param name="withoutKey">Returns the restored state of an operator that has no key.</param>
    public void Bind(Func<OperatorId, IReadOnlyList<RestoredBlock>> withoutKey)
    {
        _withoutKey = withoutKey;
        Each(op => op.Bind(withoutKey(op.Id)));
    }

    /// <summary>Restores a block of keyed state; for each operator, state and key group first its base, then its increments, ascending.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="block">The block, whose bytes may be reused afterwards.</param>
    public void Restore(OperatorId op, RestoredBlock block)
    {
        if (InFlightState.Is(block.State))
        {
            InFlight?.Restore(block);
            return;
        }

        for (var i = 0; i < _chain.Operators.Count; i++)
        {
            if (_chain.Operators[i].Id != op) continue;
            Enter(_places[i]);
            foreach (var state in _chain.Operators[i].States) state.Restore(block);
            Enter(ChainPosition.None);
        }
    }

    /// <summary>Opens the operators from the end of the chain, when their state is restored.</summary>
    /// <param name="checkpoint">The checkpoint that is restored, or 0.</param>
    public void Open(long checkpoint)
    {
        Each(op => op.Open(_withoutKey(op.Id)));
        _withoutKey = static _ => [];
        if (checkpoint > 0) _snapshots.Restored(checkpoint);
        InFlight?.End();
        _restored = InFlight;
        // A restored operator's watermark is processed before its records: timers that were still due fire first, and what was late stays late.
        foreach (var op in _chain.Operators) _timers.Advance(op.Watermark);
    }

    /// <summary>Opens the operators with all of their restored state.</summary>
    /// <param name="restored">Returns the blocks from which an operator is restored.</param>
    /// <param name="checkpoint">The checkpoint that is restored, or 0.</param>
    public void Open(Func<OperatorId, IReadOnlyList<RestoredBlock>> restored, long checkpoint = 0)
    {
        Bind(op => [.. restored(op).Where(static b => b.KeyGroup < 0)]);
        foreach (var op in _chain.Operators)
        {
            foreach (var block in restored(op.Id).Where(static b => b.KeyGroup >= 0)) Restore(op.Id, block);
        }

        Open(checkpoint);
    }

    private void Each(Action<IStreamOperator> act)
    {
        for (var i = _chain.Operators.Count - 1; i >= 0; i--)
        {
            Enter(_places[i]);
            act(_chain.Operators[i]);
            Enter(ChainPosition.None);
        }
    }
}
