namespace Millrace.Core.Schemas;

/// <summary>A constant of an enum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value; for an unsigned 64-bit enum, in two's complement.</param>
public readonly record struct SchemaConstant(string Name, long Value);
