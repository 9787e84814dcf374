using System.Buffers;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State;

/// <summary>
/// Reads the values of a checkpoint that was written under another schema, layout or kind of life than today's. A value that lives for a time is
/// an object of two members, the time of its last use and the value itself: a value that had no such time, or one by another clock, is
/// given the time of the restore; where values live for ever now, only they are read.
/// </summary>
public sealed class FormerValues<T>
{
    private readonly StateDescriptor _written;
    private readonly TypeSerializer<T> _reader;
    private readonly bool _isStripped;
    private readonly long? _usedAt;

    /// <param name="written">The state as the checkpoint has it; without its layout for a backend that serializes all values.</param>
    /// <param name="serializers">The job's serializers.</param>
    /// <param name="declaration">The state as it is declared now.</param>
    /// <param name="clocks">The clocks, whose event time is that of the checkpoint already.</param>
    /// <exception cref="InvalidOperationException">The schemas do not fit.</exception>
    public FormerValues(StateDescriptor written, SerializerCache serializers, KeyedStateDeclaration declaration, IStateBinder clocks)
    {
        _written = written;
        var (lived, lives) = (written.TimeToLive is not null, declaration.Ttl != Ttl.Never);
        var schema = Schema.Parse(written.ValueSchema);
        if (lived && (!lives || written.LivesInEventTime != declaration.Ttl.IsInEventTime)) (_isStripped, schema) = (true, ValueLives.ValueOf(schema));
        if (lives && (!lived || _isStripped))
        {
            _usedAt = declaration.Ttl.IsInEventTime ? clocks.EventTime.Passed : clocks.Time.GetUtcNow().ToUnixTimeMilliseconds();
            schema = ValueLives.WithTime(serializers.For<T>().Schema, schema);
        }

        _reader = serializers.ForWritten<T>(schema);
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such value.</exception>
    public T Read(ReadOnlySpan<byte> value)
    {
        ReadOnlyMemory<byte> bytes = _written.Layout is { } layout ? RawTranscoder.Serialize(layout, value) : value.ToArray();
        if (_isStripped) bytes = Strip(bytes);
        return _reader.Read(_usedAt is { } usedAt ? Stamp(bytes.Span, usedAt) : bytes);
    }

    private static ReadOnlyMemory<byte> Strip(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() != 2) throw new InvalidDataException("A value of state with a time-to-live has other members than its time and the value.");
        reader.ReadInt64();
        return bytes[(int)reader.Consumed..];
    }

    private static ReadOnlyMemory<byte> Stamp(ReadOnlySpan<byte> value, long usedAt)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(2);
        writer.Write(usedAt);
        writer.WriteRaw(value);
        writer.Flush();
        return output.WrittenMemory;
    }
}
