using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>Creates the codec of a key type.</summary>
public static class KeyCodecs
{
    private static readonly MethodInfo CreateMethod =
        typeof(KeyCodecs).GetMethod(nameof(CreateFor), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <exception cref="UnsupportedKeyException">The type, or one of its members, cannot be a key.</exception>
    public static KeyCodec<TKey> Create<TKey>() => Made<TKey>.Codec ??= (KeyCodec<TKey>)Create(typeof(TKey), typeof(TKey).Name);

    private static object Create(Type type, string path)
    {
        try
        {
            return CreateMethod.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [path], null)!;
        }
        catch (ArgumentException)
        {
            throw Unsupported(type, path);
        }
    }

    private static object CreateFor<T>(string path)
    {
        var type = typeof(T);
        if (Simple(type) is { } simple) return simple;
        if (type.IsEnum) return Reflect(nameof(CreateEnum), path, type, Enum.GetUnderlyingType(type));
        if (Nullable.GetUnderlyingType(type) is { } inner) return Reflect(nameof(CreateNullable), path, inner);
        return KeyMembers.Of(type) is { } members ? CreateMembers<T>(members, path) : throw Unsupported(type, path);
    }

    private static object? Simple(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.SByte => new IntegerCodec<sbyte>("int8"),
        TypeCode.Byte => new IntegerCodec<byte>("uint8"),
        TypeCode.Int16 => new IntegerCodec<short>("int16"),
        TypeCode.UInt16 => new IntegerCodec<ushort>("uint16"),
        TypeCode.Int32 => new IntegerCodec<int>("int32"),
        TypeCode.UInt32 => new IntegerCodec<uint>("uint32"),
        TypeCode.Int64 => new IntegerCodec<long>("int64"),
        TypeCode.UInt64 => new IntegerCodec<ulong>("uint64"),
        TypeCode.Char => new MappedCodec<char, ushort>(Schema.Primitive("char"), new IntegerCodec<ushort>("integer"), c => c, u => (char)u),
        TypeCode.Boolean => new MappedCodec<bool, byte>(Schema.Primitive("bool"), new IntegerCodec<byte>("integer"), b => b ? (byte)1 : (byte)0, b => b != 0),
        TypeCode.String => new StringCodec(),
        TypeCode.Decimal => new DecimalCodec(),
        TypeCode.Double => new MappedCodec<double, ulong>(Schema.Primitive("float64"), new IntegerCodec<ulong>("integer"), OrderedBits.Of, OrderedBits.ToDouble, isExact: false),
        TypeCode.Single => new MappedCodec<float, uint>(Schema.Primitive("float32"), new IntegerCodec<uint>("integer"), OrderedBits.Of, OrderedBits.ToSingle, isExact: false),
        TypeCode.DateTime => new MappedCodec<DateTime, long>(Schema.Primitive("datetime"), new IntegerCodec<long>("integer"), UtcTicks, t => new DateTime(t, DateTimeKind.Utc), isExact: false),
        _ when type == typeof(DateTimeOffset) => new MappedCodec<DateTimeOffset, long>(
            Schema.Primitive("datetimeoffset"), new IntegerCodec<long>("integer"), t => t.UtcTicks, t => new DateTimeOffset(t, TimeSpan.Zero), isExact: false),
        _ when type == typeof(Guid) => new GuidCodec(),
        _ when type == typeof(Int128) => new IntegerCodec<Int128>("int128"),
        _ when type == typeof(UInt128) => new IntegerCodec<UInt128>("uint128"),
        _ => null,
    };

    private static long UtcTicks(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime().Ticks : time.Ticks;

    private static object Reflect(string method, string path, params Type[] types) =>
        typeof(KeyCodecs).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(types)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [path], null)!;

    private static NullableCodec<T> CreateNullable<T>(string path) where T : struct => new((KeyCodec<T>)Create(typeof(T), path));

    private static MappedCodec<T, TInner> CreateEnum<T, TInner>(string path) where T : struct, Enum where TInner : unmanaged
    {
        var inner = (KeyCodec<TInner>)Create(typeof(TInner), path);
        return new MappedCodec<T, TInner>(
            Schema.Enum(typeof(T).Name, inner.Schema, Constants(typeof(T))),
            inner,
            static e => System.Runtime.CompilerServices.Unsafe.BitCast<T, TInner>(e),
            static i => System.Runtime.CompilerServices.Unsafe.BitCast<TInner, T>(i));
    }

    private static MembersCodec<T> CreateMembers<T>(KeyMembers members, string path)
    {
        var codecs = members.All.ToDictionary(m => m, m => Create(KeyMembers.TypeOf(m), $"{path}.{m.Name}"));
        var (key, buffer, reader) = (Expression.Parameter(typeof(T)), Expression.Parameter(typeof(KeyBuffer)), Expression.Parameter(typeof(KeyReader)));
        var writes = members.All.Select(m => (Expression)Expression.Call(
            Expression.Constant(codecs[m]), codecs[m].GetType().GetMethod("Encode")!, Expression.MakeMemberAccess(key, m), buffer));
        Expression Read(MemberInfo m) => Expression.Call(Expression.Constant(codecs[m]), codecs[m].GetType().GetMethod("Decode")!, reader);
        var nulls = members.All.Select(m => (Expression)Expression.Call(
            Expression.Constant(codecs[m]), codecs[m].GetType().GetMethod("HasNull")!, Expression.MakeMemberAccess(key, m)));
        var make = members.Constructor is { } constructor
            ? Expression.New(constructor, members.FromConstructor.Select(Read))
            : Expression.New(typeof(T));
        var init = Expression.MemberInit(make, members.FromSetters.Select(m => Expression.Bind(m, Read(m))));
        var schema = Schema.Object(NameOf(typeof(T)), [.. members.All.Select(m => new SchemaMember(m.Name, SchemaOf(codecs[m]), members.FormerNamesOf(m)))]);
        return new MembersCodec<T>(
            schema,
            Expression.Lambda<Action<T, KeyBuffer>>(Expression.Block([.. writes, Expression.Empty()]), key, buffer).Compile(),
            Expression.Lambda<Func<KeyReader, T>>(init, reader).Compile(),
            Expression.Lambda<Func<T, bool>>(nulls.Aggregate((Expression)Expression.Constant(false), Expression.OrElse), key).Compile(),
            codecs.Values.All(static c => (bool)c.GetType().GetProperty(nameof(KeyCodec<int>.IsExact))!.GetValue(c)!));
    }

    private static Schema SchemaOf(object codec) => (Schema)codec.GetType().GetProperty("Schema")!.GetValue(codec)!;

    // The name is only for display and does not affect the bytes.
    private static string NameOf(Type type) => KeyMembers.IsTuple(type) ? "tuple" : type.Name.Split('`')[0];

    private static SchemaConstant[] Constants(Type type) => [.. type.GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => new SchemaConstant(field.Name, Constant(field.GetRawConstantValue()!)))
        .OrderBy(constant => constant.Value).ThenBy(constant => constant.Name, StringComparer.Ordinal)];

    private static long Constant(object constant) =>
        constant is ulong value ? unchecked((long)value) : Convert.ToInt64(constant, CultureInfo.InvariantCulture);

    private static UnsupportedKeyException Unsupported(Type type, string path) => new(
        $"{(path == type.Name ? $"The key is of type {type.Name}, which cannot be a key" : $"{path} is of type {type.Name}, which cannot be part of a key")}. Keys are integers, bool, char, enums, string, Guid, DateTime, DateTimeOffset, decimal, float, double, and tuples and records of these.");

    /// <summary>
    /// A codec contains only code, and compiling one takes a millisecond, which otherwise every subtask would spend for every keyed edge of the job.
    /// The field belongs to the load context of its type argument and is unloaded with it.
    /// </summary>
    private static class Made<TKey>
    {
        public static KeyCodec<TKey>? Codec { get; set; }
    }
}
