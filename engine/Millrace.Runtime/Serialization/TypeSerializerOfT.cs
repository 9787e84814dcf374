using System.Buffers;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Writes and reads values of <typeparamref name="T"/>, one MessagePack value each. It has no state of its own, so every
/// thread of a job uses the same one. Nothing is allocated except the value that is read.
/// </summary>
public abstract class TypeSerializer<T> : TypeSerializer
{
    private protected TypeSerializer(Schema schema) : base(schema) { }

    /// <summary>Appends a value.</summary>
    /// <exception cref="NotSupportedException">The instance is of a derived type, or keeps what the data cannot.</exception>
    public abstract void Write(ref MessagePackWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <exception cref="EndOfStreamException">The data ends within the value.</exception>
    /// <exception cref="MessagePackSerializationException">The data is not of this schema.</exception>
    public abstract T Read(ref MessagePackReader reader);

    /// <summary>Appends a value.</summary>
    /// <exception cref="NotSupportedException">The instance is of a derived type, or keeps what the data cannot.</exception>
    public void Write(T value, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        Write(ref writer, value);
        writer.Flush();
    }

    /// <summary>Reads the value that <paramref name="data"/> is.</summary>
    /// <exception cref="InvalidDataException">The data is shorter or longer than a value, or not of this schema.</exception>
    public T Read(ReadOnlyMemory<byte> data)
    {
        var reader = new MessagePackReader(data);
        return ReadAll(ref reader, data.Length);
    }

    /// <summary>Reads the value that <paramref name="data"/> is.</summary>
    /// <exception cref="InvalidDataException">The data is shorter or longer than a value, or not of this schema.</exception>
    public T Read(in ReadOnlySequence<byte> data)
    {
        var reader = new MessagePackReader(data);
        return ReadAll(ref reader, data.Length);
    }

    private T ReadAll(ref MessagePackReader reader, long length)
    {
        try
        {
            var value = Read(ref reader);
            return reader.End ? value : throw new InvalidDataException(
                $"{length - reader.Consumed} of {length} bytes are left after a value of {TypeNames.Of(typeof(T))}; the data is damaged, or not of the schema {Schema}.");
        }
        catch (Exception e) when (e is EndOfStreamException or MessagePackSerializationException or OverflowException)
        {
            throw new InvalidDataException(
                $"{length} bytes are not a value of {TypeNames.Of(typeof(T))}: {e.Message} The data is damaged, or not of the schema {Schema}.", e);
        }
    }
}
