using System.Buffers;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.State;

/// <summary>
/// Reads the values of a checkpoint whose schema, layout or kind of time-to-live differs from the current one. A value with a time-to-live
/// is an object of two members, the time of its last use and the value itself: a value without such a time, or with one of another clock,
/// is given the time of the restore; where values have no time-to-live any more, only the values are read.
/// </summary>
public sealed class FormerValues<T>
{
    private readonly StateDescriptor _written;
    private readonly TypeSerializer<T> _reader;
    private readonly bool _isStripped;
    private readonly long? _usedAt;

    /// <param name="written">The state as described in the checkpoint; without its layout for a backend that serializes all values.</param>
    /// <param name="serializers">The job's serializers.</param>
    /// <param name="declaration">The state as it is declared now.</param>
    /// <param name="clocks">The clocks, whose event time is already that of the checkpoint.</param>
    /// <exception cref="InvalidOperationException">The schemas are incompatible.</exception>
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
    /// <exception cref="InvalidDataException">The bytes are not such a value.</exception>
    public T Read(ReadOnlySpan<byte> value)
    {
        ReadOnlyMemory<byte> bytes = _written.Layout is { } layout ? RawTranscoder.Serialize(layout, value) : value.ToArray();
        if (_isStripped) bytes = Strip(bytes);
        return _reader.Read(_usedAt is { } usedAt ? Stamp(bytes.Span, usedAt) : bytes);
    }

    private static ReadOnlyMemory<byte> Strip(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() != 2) throw new InvalidDataException("A value of state with a time-to-live has members other than its time and value.");
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
