using System.Buffers;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Writes and reads values of <typeparamref name="T"/>, one MessagePack value each. It is stateless, so all threads of a job share it.
/// Nothing is allocated except the value that is read.
/// </summary>
public abstract class TypeSerializer<T> : TypeSerializer
{
    private protected TypeSerializer(Schema schema) : base(schema) { }

    /// <summary>Appends a value.</summary>
    /// <exception cref="NotSupportedException">The instance is of a derived type, or has something that the data cannot hold.</exception>
    public abstract void Write(ref MessagePackWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <exception cref="EndOfStreamException">The data ends within the value.</exception>
    /// <exception cref="MessagePackSerializationException">The data does not match this schema.</exception>
    public abstract T Read(ref MessagePackReader reader);

    /// <summary>Appends a value.</summary>
    /// <exception cref="NotSupportedException">The instance is of a derived type, or has something that the data cannot hold.</exception>
    public void Write(T value, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        Write(ref writer, value);
        writer.Flush();
    }

    /// <summary>Reads a value that takes up all of <paramref name="data"/>.</summary>
    /// <exception cref="InvalidDataException">The data is shorter or longer than a value, or does not match this schema.</exception>
    public T Read(ReadOnlyMemory<byte> data)
    {
        var reader = new MessagePackReader(data);
        return ReadAll(ref reader, data.Length);
    }

    /// <summary>Reads a value that takes up all of <paramref name="data"/>.</summary>
    /// <exception cref="InvalidDataException">The data is shorter or longer than a value, or does not match this schema.</exception>
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
