using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>A collection that is stored as another one: an interface as its usual implementation.</summary>
internal sealed class ConvertingSerializer<TDeclared, TUsual>(
    TypeSerializer<TUsual> usual, Func<TDeclared, TUsual> convert, Func<TUsual, TDeclared> restore) : TypeSerializer<TDeclared>(usual.Schema)
{
    public override void Write(ref MessagePackWriter writer, TDeclared value) => usual.Write(ref writer, convert(value));

    public override TDeclared Read(ref MessagePackReader reader) => restore(usual.Read(ref reader));
}
