namespace Millrace.Core.Graph;

/// <summary>What an operator is to a checkpoint.</summary>
public enum OperatorRole
{
    Stateless,
    Source,
    Stateful,
    Sink,
    ExactlyOnceSink,
}

/// <summary>An operator of a job, without its code.</summary>
/// <param name="Id">The identity in checkpoints.</param>
/// <param name="Kind">Such as <c>map</c>.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Role">What the operator is to a checkpoint.</param>
/// <param name="HasUid">Whether the user gave the id.</param>
/// <param name="CanRetract">For an exactly-once sink: whether it can take back what it showed.</param>
/// <param name="States">The states declared, by name.</param>
public sealed record JobOperator(
    OperatorId Id, string Kind, string Name, OperatorRole Role, bool HasUid, bool CanRetract, IReadOnlyList<StateDescriptor> States)
{
    /// <summary>Whether a checkpoint holds something of this operator.</summary>
    public bool HasState => States.Count > 0 || Role is OperatorRole.Source or OperatorRole.Stateful or OperatorRole.ExactlyOnceSink;
}
