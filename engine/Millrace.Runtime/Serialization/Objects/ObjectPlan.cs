namespace Millrace.Runtime.Serialization;

/// <summary>How objects of one type are written and read.</summary>
/// <param name="Shape">Members and constructor.</param>
/// <param name="Writers">A serializer for each member.</param>
/// <param name="Parts">The members in the data, in its order.</param>
internal sealed record ObjectPlan(ObjectShape Shape, IReadOnlyList<TypeSerializer> Writers, IReadOnlyList<ObjectPart> Parts);
