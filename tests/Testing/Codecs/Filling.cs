using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Millrace.Tests.Testing.Codecs;

/// <summary>
/// Creates values of any type for tests of codecs, from a seed. Every member is set to something other than its default, so that a codec
/// that omits one is detected; with <paramref name="sparse"/> about half of those that can be absent or false are left so, so that a codec
/// that confuses two is detected too.
/// </summary>
public sealed class Filling(int seed, bool sparse = false)
{
    private const int MostNested = 2;

    private readonly Random _random = new(seed);
    private readonly Dictionary<Type, Func<object>> _makers = [];
    private readonly Stack<Type> _making = new();

    /// <summary>Creates values of a type with a custom function, where its constructor refuses random ones.</summary>
    public Filling With<T>(Func<Filling, T> make)
        where T : notnull
    {
        _makers[typeof(T)] = () => make(this);
        return this;
    }

    public T Of<T>() => (T)Of(typeof(T))!;

    /// <summary>Returns a number from 1 to a limit.</summary>
    public int Next(int most = 1000) => 1 + _random.Next(most);

    /// <exception cref="NotSupportedException">The type cannot be created; use <see cref="With"/>.</exception>
    public object? Of(Type type)
    {
        if (_makers.TryGetValue(type, out var make)) return make();
        if (Nullable.GetUnderlyingType(type) is { } underlying) return sparse && Flip() ? null : Of(underlying);
        return Simple(type) ?? Collection(type) ?? Composed(type);
    }

    private bool Flip() => _random.Next(2) == 0;

    private object? Simple(Type type)
    {
        if (type.IsEnum) return Enum.GetValues(type).GetValue(sparse ? _random.Next(Enum.GetValues(type).Length) : Enum.GetValues(type).Length - 1);
        if (type == typeof(string)) return $"text {_random.Next():x}\u00e9\n";
        if (type == typeof(TimeSpan)) return TimeSpan.FromTicks(_random.NextInt64(1, TimeSpan.TicksPerDay));
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 300));
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => !sparse || Flip(),
            TypeCode.Byte => (byte)_random.Next(1, 256),
            TypeCode.Int32 => _random.Next(1, int.MaxValue),
            TypeCode.Int64 => Flip() ? _random.NextInt64(1, long.MaxValue) : -_random.NextInt64(1, long.MaxValue),
            TypeCode.UInt64 => (ulong)_random.NextInt64(1, long.MaxValue) * 2,
            TypeCode.Double => _random.NextDouble() + 1,
            _ => null,
        };
    }

    private object? Collection(Type type)
    {
        if (type.IsArray) return Elements(type.GetElementType()!);
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type)) return null;
        return type.GetGenericArguments() is [var element] ? Elements(element) : Dictionary(type.GetGenericArguments());
    }

    private Array Elements(Type element)
    {
        var array = Array.CreateInstance(element, _making.Count(t => t == element) >= MostNested ? 0 : sparse ? _random.Next(3) : Next(2));
        for (var i = 0; i < array.Length; i++) array.SetValue(Of(element), i);
        return array;
    }

    private IDictionary Dictionary(Type[] arguments)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        for (var i = Next(2); i > 0; i--) dictionary[Of(arguments[0])!] = Of(arguments[1]);
        return dictionary;
    }

    private object Composed(Type type)
    {
        if (type.IsAbstract) return Of(Kinds(type)[_random.Next(Kinds(type).Count)])!;
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type).MaxBy(static c => c.GetParameters().Length);
        _making.Push(type);
        try
        {
            var nullability = new NullabilityInfoContext();
            var value = constructor is null
                ? RuntimeHelpers.GetUninitializedObject(type)
                : constructor.Invoke([.. constructor.GetParameters().Select(p => Absent(nullability.Create(p)) ? null : Of(p.ParameterType))]);
            var given = constructor?.GetParameters().Select(static p => p.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
            foreach (var property in type.GetProperties().Where(p => p.SetMethod is not null && p.GetIndexParameters().Length == 0 && !given.Contains(p.Name)))
                property.SetValue(value, Absent(nullability.Create(property)) ? null : Of(property.PropertyType));
            return value;
        }
        finally
        {
            _making.Pop();
        }
    }

    private bool Absent(NullabilityInfo info) => sparse && info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType && Flip();

    /// <summary>Returns the concrete types of an abstract one.</summary>
    public static IReadOnlyList<Type> Kinds(Type type) =>
        [.. type.Assembly.GetTypes().Where(t => type.IsAssignableFrom(t) && !t.IsAbstract && !t.ContainsGenericParameters).OrderBy(static t => t.FullName, StringComparer.Ordinal)];
}
