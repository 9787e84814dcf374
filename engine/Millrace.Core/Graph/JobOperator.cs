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
    /// <summary>The type of the key in the canonical text of its schema, for state and timers; empty where the operator has no key.</summary>
    public string KeySchema { get; init; } = "";

    /// <summary>What its function was made with that its state depends on.</summary>
    public IReadOnlyList<StateParameter> Parameters { get; init; } = [];

    /// <summary>The id that the operator has without a Uid, by which a Uid that is given later finds its state.</summary>
    public OperatorId DerivedId { get; init; } = Id;

    /// <summary>Whether a checkpoint holds something of this operator.</summary>
    public bool HasState => States.Count > 0 || Role is OperatorRole.Source or OperatorRole.Stateful or OperatorRole.ExactlyOnceSink;
}
