namespace Millrace.Core.Schemas;

/// <summary>A member of an object.</summary>
/// <param name="Name">The name that members are matched by.</param>
/// <param name="Type">The shape of its values.</param>
/// <param name="FormerNames">Previous names; empty if the member is marked as new, null if it has no attribute.</param>
public sealed record SchemaMember(string Name, Schema Type, IReadOnlyList<string>? FormerNames = null);
