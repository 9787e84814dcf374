namespace Millrace.Core.Checkpoints;

/// <summary>The size of a state in one key group, from which a restore knows for how much to make room; zero where it is not known.</summary>
/// <param name="Entries">The number of entries.</param>
/// <param name="Bytes">The bytes of their keys and values.</param>
public readonly record struct StateSize(int Entries, long Bytes);
