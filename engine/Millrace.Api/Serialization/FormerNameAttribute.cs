namespace Millrace;

/// <summary>
/// Lists the names under which a member was previously stored, so that older state still matches it. Without names it states that the member is new,
/// where a removed member of the same type would otherwise look like a rename.
/// </summary>
/// <param name="names">The previous names, latest first; none for a new member.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class FormerNameAttribute(params string[] names) : Attribute
{
    /// <summary>The previous names, latest first.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
