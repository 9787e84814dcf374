namespace Millrace.Runtime.Serialization;

/// <summary>A member in the data.</summary>
/// <param name="Member">The index of the corresponding current member, or -1 where it was removed.</param>
/// <param name="Reader">Reads it; null where it is skipped.</param>
internal readonly record struct ObjectPart(int Member, TypeSerializer? Reader);
