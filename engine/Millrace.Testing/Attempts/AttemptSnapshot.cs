using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Testing.Attempts;

/// <summary>A task's state at a barrier.</summary>
/// <param name="Barrier">The barrier.</param>
/// <param name="Finished">Whether the task has processed all its input.</param>
/// <param name="Blocks">Its blocks: all of its state, or only changes where the barrier names a base.</param>
internal sealed record AttemptSnapshot(CheckpointBarrier Barrier, bool Finished, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Blocks);
