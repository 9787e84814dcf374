using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Runtime.Tasks;

/// <summary>A task's state at a barrier, copied.</summary>
/// <param name="Barrier">The barrier.</param>
/// <param name="Finished">Whether the task has worked off all input there will be.</param>
/// <param name="Blocks">The blocks, in the order of operators, states and key groups.</param>
/// <param name="DroppedTimers">How many processing-time timers were pending at the end of input, and were dropped.</param>
internal sealed record TaskSnapshot(CheckpointBarrier Barrier, bool Finished, IReadOnlyList<SnapshotBlock> Blocks, int DroppedTimers);

/// <summary>A block of state at a barrier.</summary>
internal sealed record SnapshotBlock(OperatorId Operator, string State, int KeyGroup, byte[] Bytes);
