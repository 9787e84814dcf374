using System.Buffers;

namespace Millrace;

/// <summary>
/// A user's own format of <typeparamref name="T"/> in state and between processes; <see cref="SerializerAttribute"/> attaches
/// it. One instance serves every thread of a job, so it keeps nothing between calls. Null never reaches it.
/// </summary>
public interface ISerializer<T>
{
    /// <summary>Names the format and its version; written once per state. Data under another name is refused.</summary>
    string Schema { get; }

    /// <summary>
    /// Formats that <see cref="ReadFormer"/> also reads: other values of <see cref="Schema"/>, or the text of the schema
    /// under which the type was kept before it had a serializer of its own (the refusal of a restore prints it).
    /// </summary>
    IReadOnlyList<string> FormerSchemas => [];

    /// <summary>Appends the bytes of <paramref name="value"/>; their number is kept beside them.</summary>
    void Write(IBufferWriter<byte> output, T value);

    /// <summary>Reads what <see cref="Write"/> wrote: <paramref name="input"/> is exactly those bytes.</summary>
    T Read(ReadOnlySpan<byte> input);

    /// <summary>
    /// Reads data written under <paramref name="schema"/>, one of <see cref="FormerSchemas"/>. For the text of a schema of
    /// the engine, <paramref name="input"/> is one MessagePack value.
    /// </summary>
    T ReadFormer(string schema, ReadOnlySpan<byte> input) =>
        throw new NotSupportedException($"{GetType()} lists '{schema}' in FormerSchemas but does not implement ReadFormer.");
}
