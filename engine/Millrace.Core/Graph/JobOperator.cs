using System.Text;
using System.Text.Json.Serialization;

namespace Millrace.Core.Graph;

/// <summary>An operator's role in checkpoints.</summary>
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
/// <param name="Kind">The kind, such as <c>map</c>.</param>
/// <param name="Name">The display name.</param>
/// <param name="Role">The operator's role in checkpoints.</param>
/// <param name="HasUid">Whether the user set the id.</param>
/// <param name="CanRetract">For an exactly-once sink: whether it can retract published output.</param>
/// <param name="States">The declared states, by name.</param>
public sealed record JobOperator(
    OperatorId Id, string Kind, string Name, OperatorRole Role, bool HasUid, bool CanRetract, IReadOnlyList<StateDescriptor> States)
{
    /// <summary>The canonical schema text of the key type, for state and timers; empty if the operator has no key.</summary>
    public string KeySchema { get; init; } = "";

    /// <summary>The parameters of its function that its state depends on.</summary>
    public IReadOnlyList<StateParameter> Parameters { get; init; } = [];

    /// <summary>The operator's id without a Uid, by which a Uid that is added later finds its state.</summary>
    public OperatorId DerivedId { get; init; } = Id;

    /// <summary>The edges into it, in the order of the graph; empty if it continues the chain of its producer.</summary>
    public IReadOnlyList<OperatorInput> Inputs { get; init; } = [];

    /// <summary>Whether it has a watermark of its own, although nothing else of it is state.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Whether a checkpoint may have anything of it: state, its watermark, or records in flight to it.</summary>
    public bool IsInCheckpoints => HasState || KeepsTime || Inputs.Any(static i => i.MayBeOvertaken);

    /// <summary>Whether a checkpoint contains state of this operator.</summary>
    public bool HasState => States.Count > 0 || Role is OperatorRole.Source or OperatorRole.Stateful or OperatorRole.ExactlyOnceSink;

    /// <summary>Everything about it that depends on the definition only, as text: equal in every run of the same definition.</summary>
    [JsonIgnore]
    public string Definition
    {
        get
        {
            var text = new StringBuilder().Append($"{Id}|{Kind}|{Role}|{KeySchema}");
            foreach (var s in States) text.Append($"|{s.Name}|{s.Kind}|{s.MapKeySchema}|{s.ValueSchema}");
            foreach (var p in Parameters) text.Append($"|{p.Name}={p.Value}");
            return text.ToString();
        }
    }
}
