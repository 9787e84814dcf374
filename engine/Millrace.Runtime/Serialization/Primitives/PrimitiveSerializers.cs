using System.Collections.Frozen;
using System.Numerics;
using static Millrace.Runtime.Serialization.PrimitiveReader;
using static Millrace.Runtime.Serialization.PrimitiveWriter;

namespace Millrace.Runtime.Serialization;

/// <summary>The serializers of primitive types. These are the framework's own types, so the table may outlive jobs.</summary>
internal static class PrimitiveSerializers
{
    private static readonly FrozenDictionary<Type, TypeSerializer> Table = new Dictionary<Type, TypeSerializer>
    {
        [typeof(bool)] = new PrimitiveSerializer<bool>("bool", Write, ReadBoolean),
        [typeof(byte)] = new PrimitiveSerializer<byte>("uint8", Write, ReadByte),
        [typeof(sbyte)] = new PrimitiveSerializer<sbyte>("int8", Write, ReadSByte),
        [typeof(short)] = new PrimitiveSerializer<short>("int16", Write, ReadInt16),
        [typeof(ushort)] = new PrimitiveSerializer<ushort>("uint16", Write, ReadUInt16),
        [typeof(int)] = new PrimitiveSerializer<int>("int32", Write, ReadInt32),
        [typeof(uint)] = new PrimitiveSerializer<uint>("uint32", Write, ReadUInt32),
        [typeof(long)] = new PrimitiveSerializer<long>("int64", Write, ReadInt64),
        [typeof(ulong)] = new PrimitiveSerializer<ulong>("uint64", Write, ReadUInt64),
        [typeof(Int128)] = new PrimitiveSerializer<Int128>("int128", Write, ReadInt128),
        [typeof(UInt128)] = new PrimitiveSerializer<UInt128>("uint128", Write, ReadUInt128),
        [typeof(BigInteger)] = new PrimitiveSerializer<BigInteger>("integer", Write, ReadBigInteger),
        [typeof(Half)] = new PrimitiveSerializer<Half>("float16", Write, ReadHalf),
        [typeof(float)] = new PrimitiveSerializer<float>("float32", Write, ReadSingle),
        [typeof(double)] = new PrimitiveSerializer<double>("float64", Write, ReadDouble),
        [typeof(decimal)] = new PrimitiveSerializer<decimal>("decimal", Write, ReadDecimal),
        [typeof(char)] = new PrimitiveSerializer<char>("char", Write, ReadChar),
        [typeof(string)] = new PrimitiveSerializer<string?>("string", Write, ReadString),
        [typeof(byte[])] = new PrimitiveSerializer<byte[]?>("bytes", Write, ReadBytes),
        [typeof(Guid)] = new PrimitiveSerializer<Guid>("guid", Write, ReadGuid),
        [typeof(DateTime)] = new PrimitiveSerializer<DateTime>("datetime", Write, ReadDateTime),
        [typeof(DateTimeOffset)] = new PrimitiveSerializer<DateTimeOffset>("datetimeoffset", Write, ReadDateTimeOffset),
        [typeof(TimeSpan)] = new PrimitiveSerializer<TimeSpan>("timespan", Write, ReadTimeSpan),
        [typeof(DateOnly)] = new PrimitiveSerializer<DateOnly>("date", Write, ReadDateOnly),
        [typeof(TimeOnly)] = new PrimitiveSerializer<TimeOnly>("time", Write, ReadTimeOnly),
        [typeof(Uri)] = new PrimitiveSerializer<Uri?>("uri", Write, ReadUri),
        [typeof(Version)] = new PrimitiveSerializer<Version?>("version", Write, ReadVersion),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, IPrimitiveSerializer> Names =
        Table.Values.ToFrozenDictionary(static s => s.Schema.Name, static s => (IPrimitiveSerializer)s, StringComparer.Ordinal);

    public static TypeSerializer? Find(Type type) => Table.GetValueOrDefault(type);

    /// <summary>Finds a serializer by its name in schemas and layouts.</summary>
    public static IPrimitiveSerializer? Named(string name) => Names.GetValueOrDefault(name);
}
