using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>Reads a value.</summary>
internal delegate T ReadDelegate<out T>(ref MessagePackReader reader);
