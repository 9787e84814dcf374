using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State;

/// <summary>What a state backend makes the keyed state of an operator's subtask for, and of.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Subtask">The subtask's index among those of the operator.</param>
/// <param name="Attempt">
/// The attempt. That of a stale task may still run beside a newer one: what lies outside the process, such as a folder, has it in its name.
/// </param>
/// <param name="Key">The current key, whose state is read and written.</param>
/// <param name="Serializers">The job's serializers.</param>
/// <param name="Written">
/// The states of the restored checkpoint whose values were written under another schema or layout than today's, by name: their blocks are
/// read by it, and the next snapshot of their key groups is full, because a block has one schema.
/// </param>
/// <param name="Time">The clock of the host.</param>
/// <param name="EventTime">The event time of the operator.</param>
public sealed record KeyedStateContext(
    string JobId,
    OperatorId Operator,
    int Subtask,
    int Attempt,
    KeyContext Key,
    SerializerCache Serializers,
    IReadOnlyDictionary<string, StateDescriptor> Written,
    TimeProvider Time,
    IEventClock EventTime)
{
    /// <summary>
    /// How many increments a state may have in a key group behind their base, 1 or more: before there are more, the next snapshot of that key
    /// group is full. Each has a place in every manifest that is written meanwhile.
    /// </summary>
    public int LongestChain { get; init; } = ManifestChain.Longest;
}
