namespace Millrace.Core.Schemas;

/// <summary>A member of an object.</summary>
/// <param name="Name">The name that members are matched by.</param>
/// <param name="Type">The shape of its values.</param>
/// <param name="FormerNames">Earlier names; empty where the member is said to be new, null where nothing is said.</param>
public sealed record SchemaMember(string Name, Schema Type, IReadOnlyList<string>? FormerNames = null);
