namespace Millrace.Core.Graph;

/// <summary>State as the definition declares it; a restore is judged by it before the job runs.</summary>
/// <param name="Name">The name within the operator.</param>
/// <param name="Kind">Such as <c>value</c>, <c>map</c> or <c>operator-list</c>.</param>
/// <param name="KeySchema">The key type in words, or empty where there is no key.</param>
/// <param name="ValueSchema">The value type in the canonical text of its schema; map entries have key and value.</param>
/// <param name="Layout">How the values lie where they are kept as in memory; null where they are serialized.</param>
public sealed record StateDescriptor(string Name, string Kind, string KeySchema, string ValueSchema, RawLayout? Layout = null)
{
    /// <summary>What the state is, for people.</summary>
    public string Title => KeySchema.Length == 0 ? $"{Kind} state" : $"{Kind} state by {KeySchema}";
}
