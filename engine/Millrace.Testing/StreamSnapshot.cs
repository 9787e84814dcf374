using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Testing;

/// <summary>A checkpoint of part of a stream: its state and timers, and the watermarks of its inputs. Immutable.</summary>
public sealed class StreamSnapshot
{
    internal StreamSnapshot(
        CheckpointManifest manifest, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> blocks, IReadOnlyDictionary<int, long> watermarks, bool inputEnded) =>
        (Manifest, Blocks, Watermarks, InputEnded) = (manifest, blocks, watermarks, inputEnded);

    internal CheckpointManifest Manifest { get; }

    internal IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Blocks { get; }

    internal IReadOnlyDictionary<int, long> Watermarks { get; }

    internal bool InputEnded { get; }
}
