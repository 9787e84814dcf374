using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Millrace.Runtime.Serialization;

/// <summary>Converts declared collections to the usual ones, and back. A collection that already is a usual one is not copied.</summary>
internal static class Conversions
{
    public static List<T>? ToList<T>(IEnumerable<T>? items) =>
        items is null ? null : items.GetType() == typeof(List<T>) ? (List<T>)items : [.. items];

    public static HashSet<T>? ToSet<T>(IEnumerable<T>? items) =>
        items is null ? null : items.GetType() == typeof(HashSet<T>) ? (HashSet<T>)items : [.. items];

    public static Dictionary<TKey, TValue>? ToDictionary<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>>? items)
        where TKey : notnull => items switch
        {
            null => null,
            Dictionary<TKey, TValue> usual when usual.GetType() == typeof(Dictionary<TKey, TValue>) => usual,
            _ => new Dictionary<TKey, TValue>(items),
        };

    public static T[]? ToArray<T>(ImmutableArray<T> items) => ImmutableCollectionsMarshal.AsArray(items);

    public static ImmutableArray<T> ToImmutableArray<T>(T[]? items) => ImmutableCollectionsMarshal.AsImmutableArray(items);

    public static Queue<T>? ToQueue<T>(List<T>? items) => items is null ? null : new Queue<T>(items);

    public static List<T>? SameList<T>(List<T>? items) => items;

    public static HashSet<T>? SameSet<T>(HashSet<T>? items) => items;

    public static Dictionary<TKey, TValue>? SameDictionary<TKey, TValue>(Dictionary<TKey, TValue>? items) where TKey : notnull => items;
}
