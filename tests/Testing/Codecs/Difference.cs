using System.Collections;
using System.Reflection;

namespace Millrace.Tests.Testing.Codecs;

/// <summary>Compares values by all their members, whatever their own <c>Equals</c> returns.</summary>
public static class Difference
{
    /// <summary>Returns the path of the first member that differs, with both values; null where none does.</summary>
    public static string? Of(object? expected, object? actual, string path = "")
    {
        if (expected is null || actual is null) return expected is null && actual is null ? null : Say(path, expected, actual);
        return expected switch
        {
            DateTimeOffset time => actual is DateTimeOffset other && time.EqualsExact(other) ? null : Say(path, expected, actual),
            string or Enum or Delegate or Type => expected.Equals(actual) ? null : Say(path, expected, actual),
            IDictionary dictionary => OfEntries(dictionary, actual, path),
            IEnumerable elements => OfElements(elements.Cast<object?>().ToList(), actual, path),
            _ when expected.GetType() != actual.GetType() => Say(path, expected.GetType(), actual.GetType()),
            _ when expected.GetType().IsPrimitive || expected is TimeSpan or decimal or Guid => expected.Equals(actual) ? null : Say(path, expected, actual),
            _ => Fields(expected.GetType()).Select(f => Of(f.GetValue(expected), f.GetValue(actual), $"{path}.{NameOf(f)}")).FirstOrDefault(static d => d is not null),
        };
    }

    private static string? OfEntries(IDictionary expected, object actual, string path)
    {
        // The value read may be another kind of dictionary.
        var other = ((IEnumerable)actual).Cast<object>().ToDictionary(static e => Get(e, "Key")!, static e => Get(e, "Value"));
        if (expected.Count != other.Count) return Say(path, $"{expected.Count} entries", $"{other.Count} entries");
        foreach (DictionaryEntry entry in expected)
        {
            if (!other.TryGetValue(entry.Key, out var value)) return Say($"{path}[{entry.Key}]", entry.Value, null);
            if (Of(entry.Value, value, $"{path}[{entry.Key}]") is { } difference) return difference;
        }

        return null;
    }

    private static string? OfElements(List<object?> expected, object actual, string path)
    {
        var other = ((IEnumerable)actual).Cast<object?>().ToList();
        if (expected.Count != other.Count) return Say(path, $"{expected.Count} elements", $"{other.Count} elements");
        return expected.Select((e, i) => Of(e, other[i], $"{path}[{i}]")).FirstOrDefault(static d => d is not null);
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) yield return field;
        }
    }

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);

    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static string Say(string path, object? expected, object? actual) => $"{path}: {expected ?? "null"} was expected, {actual ?? "null"} came";
}
