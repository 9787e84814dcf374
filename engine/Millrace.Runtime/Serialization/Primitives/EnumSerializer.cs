using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>Writes an enum as its integer; the schema has the names, so that a restore notices when a number has changed its meaning.</summary>
internal sealed class EnumSerializer<TEnum, TInteger>(TypeSerializer<TInteger> integer)
    : TypeSerializer<TEnum>(Schema.Enum(TypeNames.Full(typeof(TEnum)), integer.Schema, Constants()))
    where TEnum : struct, Enum
    where TInteger : struct
{
    public override void Write(ref MessagePackWriter writer, TEnum value) =>
        integer.Write(ref writer, Unsafe.BitCast<TEnum, TInteger>(value));

    public override TEnum Read(ref MessagePackReader reader) => Unsafe.BitCast<TInteger, TEnum>(integer.Read(ref reader));

    internal override RawLayout? LayoutAt(int offset) => integer.LayoutAt(offset);

    private static SchemaConstant[] Constants() => [.. typeof(TEnum).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => new SchemaConstant(field.Name, Value(field.GetRawConstantValue()!)))
        .OrderBy(constant => constant.Value).ThenBy(constant => constant.Name, StringComparer.Ordinal)];

    private static long Value(object constant) =>
        constant is ulong value ? unchecked((long)value) : Convert.ToInt64(constant, CultureInfo.InvariantCulture);
}
