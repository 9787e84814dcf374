using Millrace.Core.Graph;
using Millrace.Core.Restoring;
using Millrace.Runtime.Snapshots;

namespace Millrace.Testing;

/// <summary>A checkpoint of part of a stream: its state and timers, and the watermarks of its inputs. Immutable.</summary>
public sealed class StreamSnapshot
{
    internal StreamSnapshot(
        RestoredCheckpoint checkpoint, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> blocks, IReadOnlyDictionary<int, long> watermarks, bool inputEnded) =>
        (Checkpoint, Blocks, Watermarks, InputEnded) = (checkpoint, blocks, watermarks, inputEnded);

    internal RestoredCheckpoint Checkpoint { get; }

    internal IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Blocks { get; }

    internal IReadOnlyDictionary<int, long> Watermarks { get; }

    internal bool InputEnded { get; }
}
