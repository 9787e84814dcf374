namespace Millrace.Bench.States;

/// <summary>A <see cref="Payload"/> as an object, replaced by each update as records are.</summary>
internal sealed record PayloadObject(Payload Value);
