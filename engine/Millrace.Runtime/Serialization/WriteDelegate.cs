using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>Appends a value.</summary>
internal delegate void WriteDelegate<in T>(ref MessagePackWriter writer, T value);
