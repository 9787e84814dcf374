using System.Reflection;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A value without parts. Compiled objects call the two methods directly.</summary>
internal sealed class PrimitiveSerializer<T>(string name, WriteDelegate<T> write, ReadDelegate<T> read)
    : TypeSerializer<T>(Schema.Primitive(name)), IPrimitiveSerializer
{
    public MethodInfo WriteMethod => write.Method;

    public MethodInfo ReadMethod => read.Method;

    public override void Write(ref MessagePackWriter writer, T value) => write(ref writer, value);

    public override T Read(ref MessagePackReader reader) => read(ref reader);
}
