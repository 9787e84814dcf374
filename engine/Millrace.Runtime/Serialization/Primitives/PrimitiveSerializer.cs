using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A value without parts. Compiled objects call the two methods directly.</summary>
internal sealed class PrimitiveSerializer<T>(string name, WriteDelegate<T> write, ReadDelegate<T> read)
    : TypeSerializer<T>(Schema.Primitive(name)), IPrimitiveSerializer
{
    public MethodInfo WriteMethod => write.Method;

    public MethodInfo ReadMethod => read.Method;

    public int RawSize => Unsafe.SizeOf<T>();

    public void WriteRaw(ref MessagePackWriter writer, ReadOnlySpan<byte> value) =>
        write(ref writer, Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(value)));

    internal override RawLayout? LayoutAt(int offset) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? null : new RawLayout(Schema.Name, offset, []);

    public override void Write(ref MessagePackWriter writer, T value) => write(ref writer, value);

    public override T Read(ref MessagePackReader reader) => read(ref reader);
}
