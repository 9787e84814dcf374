namespace Millrace.Core.Graph;

/// <summary>State as the definition declares it; a restore is judged by it before the job runs.</summary>
/// <param name="Name">The name within the operator.</param>
/// <param name="Kind">Such as <c>value</c>, <c>map</c> or <c>operator-list</c>.</param>
/// <param name="KeySchema">The record's key type in the canonical text of its schema, or empty where there is no key.</param>
/// <param name="ValueSchema">The value type in the canonical text of its schema; of a map, that of its values.</param>
/// <param name="Layout">How the values lie where they are kept as in memory; null where they are serialized.</param>
public sealed record StateDescriptor(string Name, string Kind, string KeySchema, string ValueSchema, RawLayout? Layout = null)
{
    /// <summary>A map's own key type in the canonical text of its schema; null where the state is no map.</summary>
    public string? MapKeySchema { get; init; }

    /// <summary>How long values live, for people; null where they do until they are removed.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>Whether they live in event time, and not by the machine's.</summary>
    public bool LivesInEventTime { get; init; }

    /// <summary>Whether the values of another state lie as those of this one.</summary>
    public bool HasValuesOf(StateDescriptor other) =>
        ValueSchema == other.ValueSchema && Layout == other.Layout && TimeToLive is null == other.TimeToLive is null && LivesInEventTime == other.LivesInEventTime;

    /// <summary>Whether each subtask has a copy of the same.</summary>
    public bool IsCopied => Kind == "broadcast";

    /// <summary>What the state is, for people.</summary>
    public string Title => $"{Kind} state{(KeySchema.Length == 0 ? "" : $" by {KeySchema}")}{(MapKeySchema is null ? "" : $" and {MapKeySchema}")}";
}
