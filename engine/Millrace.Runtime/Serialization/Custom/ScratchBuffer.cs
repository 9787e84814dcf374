using System.Buffers;

namespace Millrace.Runtime.Serialization;

/// <summary>Lends each thread one buffer, so that a user's format is written without allocating.</summary>
internal static class ScratchBuffer
{
    private const int Kept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _idle;

    /// <summary>Returns an empty buffer; a new one while the thread's is taken.</summary>
    public static ArrayBufferWriter<byte> Take()
    {
        var buffer = _idle ?? new ArrayBufferWriter<byte>(256);
        _idle = null;
        return buffer;
    }

    /// <summary>Returns the buffer to the thread; a large one is left to the garbage collector.</summary>
    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > Kept)
            return;
        buffer.ResetWrittenCount();
        _idle = buffer;
    }
}
