using CsCheck;

namespace Millrace.Tests.Testing.Codecs;

/// <summary>A property of every codec: what was written is read back with every member unchanged.</summary>
public static class RoundTrips
{
    /// <summary>Checks values of a type with every member set, and values with only some set.</summary>
    /// <param name="type">The type of the values.</param>
    /// <param name="prepare">Registers how to create types that cannot be random.</param>
    /// <param name="roundTrip">Writes a value and reads it back.</param>
    public static void Check(Type type, Func<Filling, Filling> prepare, Func<object, object?> roundTrip) =>
        Gen.Select(Gen.Int, Gen.Bool).Sample((seed, sparse) =>
        {
            var value = prepare(new Filling(seed, sparse)).Of(type)!;
            if (Difference.Of(value, roundTrip(value)) is { } difference) Assert.Fail($"{value.GetType().Name}{difference}");
        }, iter: 200);

    /// <inheritdoc cref="Check(Type, Func{Filling, Filling}, Func{object, object})"/>
    public static void Check<T>(Func<T, T> roundTrip)
        where T : notnull => Check(typeof(T), static filling => filling, value => roundTrip((T)value));
}
