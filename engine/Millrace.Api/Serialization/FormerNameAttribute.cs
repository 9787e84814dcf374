namespace Millrace;

/// <summary>
/// Says under which names a member was kept before, so that older state still finds it. Without any name it says that the
/// member is new, where a removed member of the same type would otherwise look renamed.
/// </summary>
/// <param name="names">The earlier names, the latest first; none for a new member.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class FormerNameAttribute(params string[] names) : Attribute
{
    /// <summary>The earlier names, the latest first.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
