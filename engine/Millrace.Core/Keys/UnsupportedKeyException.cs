namespace Millrace.Core.Keys;

/// <summary>Thrown when a type cannot be a key; the message names the offending member.</summary>
public sealed class UnsupportedKeyException(string message) : Exception(message);
