using System.Buffers;

namespace Millrace.Runtime.Serialization;

/// <summary>Lends each thread one buffer, so that a user's format is written without allocating.</summary>
internal static class ScratchBuffer
{
    private const int Kept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _idle;

    /// <summary>An empty buffer; another one while the first is taken.</summary>
    public static ArrayBufferWriter<byte> Take()
    {
        var buffer = _idle ?? new ArrayBufferWriter<byte>(256);
        _idle = null;
        return buffer;
    }

    /// <summary>Gives it back; a large one goes to the collector.</summary>
    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > Kept)
            return;
        buffer.ResetWrittenCount();
        _idle = buffer;
    }
}
