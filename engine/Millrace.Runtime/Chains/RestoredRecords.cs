using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Chains;

/// <summary>The records in flight of a restored checkpoint that belong to a subtask.</summary>
/// <param name="inputs">Takes those of each input, by its index in the checkpoint.</param>
internal sealed class RestoredRecords(IReadOnlyDictionary<int, RestoredInput> inputs)
{
    private readonly Queue<RestoredInput> _left = [];

    /// <summary>Takes the subtask's records of a block. Blocks come in the order in which they are worked off.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public void Restore(RestoredBlock block)
    {
        if (!inputs.TryGetValue(InFlightState.Parse(block.State).Input, out var input)) return;
        foreach (var payload in StoredEdge.Payloads(block.Block)) input.Restore(payload);
    }

    /// <summary>All blocks have been restored.</summary>
    public void End()
    {
        foreach (var (_, input) in inputs.OrderBy(static i => i.Key))
        {
            input.End();
            _left.Enqueue(input);
        }
    }

    /// <summary>Takes the next batch; false if none is left.</summary>
    public bool TryReceive(out StreamElement batch, out IInputChannel channel)
    {
        while (_left.TryPeek(out var input))
        {
            channel = input.Channel;
            if (channel.TryReceive(out batch)) return true;
            _left.Dequeue();
        }

        (batch, channel) = (null!, null!);
        return false;
    }
}
