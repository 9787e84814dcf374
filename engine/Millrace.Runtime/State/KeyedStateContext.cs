using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State;

/// <summary>What a state backend creates the keyed state of an operator's subtask for, and from.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Subtask">The subtask's index among those of the operator.</param>
/// <param name="Attempt">
/// The attempt. A stale task's attempt may still run beside a newer one: anything outside the process, such as a folder, has it in its name.
/// </param>
/// <param name="Key">The current key, whose state is read and written.</param>
/// <param name="Serializers">The job's serializers.</param>
/// <param name="Written">
/// The states of the restored checkpoint whose values were written under a schema or layout other than the current one, by name: their
/// blocks are read by it, and the next snapshot of their key groups is full, because a block has one schema.
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
    /// <summary>The number of increments of which a chain consists at most in production.</summary>
    public const int DefaultLongestChain = 64;

    /// <summary>
    /// The maximum number of increments on a state's base in a key group, 1 or more: when it is reached, the next snapshot of that key
    /// group is full. Each increment is a range that a restore reads.
    /// </summary>
    public int LongestChain { get; init; } = DefaultLongestChain;
}
