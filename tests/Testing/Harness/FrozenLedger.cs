using System.Buffers;
using System.Runtime.CompilerServices;
using Millrace.Runtime.Serialization;
using Millrace.Testing;

namespace Millrace.Tests.Testing.Harness;

/// <summary>Remembers objects as they were when they were passed on, and finds those that were changed afterwards.</summary>
internal sealed class FrozenLedger(SerializerCache serializers)
{
    private readonly List<Func<string?>> _checks = [];

    /// <summary>Returns whether objects of this type can be changed at all.</summary>
    public static bool Applies<T>() => RuntimeHelpers.IsReferenceOrContainsReferences<T>() && typeof(T) != typeof(string);

    public void Note<T>(T value, string what)
    {
        if (!Applies<T>()) return;
        var serializer = serializers.For<T>();
        var before = Bytes(serializer, value);
        _checks.Add(() => Bytes(serializer, value).AsSpan().SequenceEqual(before) ? null : $"{what} was changed afterwards, and is {value} now. Emitted objects are frozen: make a new one.");
    }

    /// <exception cref="HarnessException">An object was changed.</exception>
    public void Verify()
    {
        foreach (var check in _checks)
        {
            if (check() is { } problem) throw new HarnessException(problem);
        }
    }

    public static byte[] Bytes<T>(TypeSerializer<T> serializer, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        serializer.Write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
