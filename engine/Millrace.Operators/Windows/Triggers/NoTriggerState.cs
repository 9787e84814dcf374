namespace Millrace;

/// <summary>The state of a trigger that keeps none.</summary>
public readonly record struct NoTriggerState;
