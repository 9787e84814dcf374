using System.Globalization;

namespace Millrace.Runtime.Receivers;

/// <summary>The description of the current record or timer in a failure. Values are left out: they may be private.</summary>
internal static class RecordText
{
    private const int LongestKey = 100;

    public static string Of(long timestamp) => timestamp == Timestamps.None ? "" : string.Create(CultureInfo.InvariantCulture, $", timestamp {timestamp}");

    public static string Of<TKey>(TKey key, long timestamp)
    {
        var text = TextOf(key);
        return $", key '{(text.Length > LongestKey ? text[..LongestKey] + "..." : text)}'{Of(timestamp)}";
    }

    /// <summary>A key's ToString is user code, and the failure must be reported even if that throws.</summary>
    private static string TextOf<TKey>(TKey key)
    {
        try
        {
            return Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            return $"(its ToString throws {e.GetType().Name})";
        }
    }
}
