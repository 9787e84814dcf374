namespace Millrace;

/// <summary>Makes the sources of a group wait for each other.</summary>
/// <param name="Group">The group's name, within its job.</param>
/// <param name="MaxDrift">By how many milliseconds a split's watermark may be ahead of the group's lowest. At least 0.</param>
public sealed record WatermarkAlignment(string Group, long MaxDrift);
