namespace Millrace.Core.Keys;

/// <summary>A type cannot be a key; the message names the member at fault.</summary>
public sealed class UnsupportedKeyException(string message) : Exception(message);
