namespace Millrace;

/// <summary>The state of a trigger that has none.</summary>
public readonly record struct NoTriggerState;
