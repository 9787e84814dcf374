using System.Buffers;

namespace Millrace;

/// <summary>
/// A user's own format for <typeparamref name="T"/> in state and between processes, attached with <see cref="SerializerAttribute"/>. One instance
/// serves every thread of a job, so it must not keep anything between calls. It is never called with null.
/// </summary>
public interface ISerializer<T>
{
    /// <summary>The name and version of the format, written once per state. Data stored under another name is refused.</summary>
    string Schema { get; }

    /// <summary>
    /// Formats that <see cref="ReadFormer"/> can also read: other values of <see cref="Schema"/>, or the text of the schema under which the type was
    /// stored before it had its own serializer (the error of the refused restore prints it).
    /// </summary>
    IReadOnlyList<string> FormerSchemas => [];

    /// <summary>Appends the bytes of <paramref name="value"/>; their length is stored separately.</summary>
    void Write(IBufferWriter<byte> output, T value);

    /// <summary>Reads what <see cref="Write"/> wrote; <paramref name="input"/> is exactly those bytes.</summary>
    T Read(ReadOnlySpan<byte> input);

    /// <summary>
    /// Reads data written under <paramref name="schema"/>, one of <see cref="FormerSchemas"/>. If it is the text of an engine schema,
    /// <paramref name="input"/> is one MessagePack value.
    /// </summary>
    T ReadFormer(string schema, ReadOnlySpan<byte> input) =>
        throw new NotSupportedException($"{GetType()} lists '{schema}' in FormerSchemas but does not implement ReadFormer.");
}
