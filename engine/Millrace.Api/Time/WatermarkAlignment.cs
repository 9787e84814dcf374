namespace Millrace;

/// <summary>That sources of a group wait for each other.</summary>
/// <param name="Group">The group's name, within its job.</param>
/// <param name="MaxDrift">By how many milliseconds a split's watermark may be ahead of the group's lowest one. At least 0.</param>
public sealed record WatermarkAlignment(string Group, long MaxDrift);
