namespace Millrace.Bench.States;

/// <summary>A <see cref="Payload"/> as an object, replaced at each update, as a record would be.</summary>
internal sealed record PayloadObject(Payload Value);
