namespace Millrace.Core.Graph;

/// <summary>A state as declared by the definition; a restore is validated against it before the job runs.</summary>
/// <param name="Name">The name within the operator.</param>
/// <param name="Kind">The kind, such as <c>value</c>, <c>map</c> or <c>operator-list</c>.</param>
/// <param name="KeySchema">The canonical schema text of the record's key type, or empty if there is no key.</param>
/// <param name="ValueSchema">The canonical schema text of the value type; for a map, that of its values.</param>
/// <param name="Layout">The layout of the values if they are stored as in memory; null if they are serialized.</param>
public sealed record StateDescriptor(string Name, string Kind, string KeySchema, string ValueSchema, RawLayout? Layout = null)
{
    /// <summary>The canonical schema text of a map's own key type; null if the state is not a map.</summary>
    public string? MapKeySchema { get; init; }

    /// <summary>How long values live, as display text; null if they live until they are removed.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>Whether values live in event time rather than processing time.</summary>
    public bool LivesInEventTime { get; init; }

    /// <summary>Whether another state's values are stored in the same form.</summary>
    public bool HasValuesOf(StateDescriptor other) =>
        ValueSchema == other.ValueSchema && Layout == other.Layout && TimeToLive is null == other.TimeToLive is null && LivesInEventTime == other.LivesInEventTime;

    /// <summary>Whether each subtask has a copy of the same state.</summary>
    public bool IsCopied => Kind == "broadcast";

    /// <summary>A display text for the state.</summary>
    public string Title => $"{Kind} state{(KeySchema.Length == 0 ? "" : $" by {KeySchema}")}{(MapKeySchema is null ? "" : $" and {MapKeySchema}")}";
}
