using System.Globalization;

namespace Nexmark.Queries;

/// <summary>UTC days.</summary>
public static class Days
{
    /// <summary>The length of a day in milliseconds.</summary>
    public const long Length = 86_400_000;

    /// <summary>Returns the first millisecond of a time's day, in milliseconds since the epoch.</summary>
    public static long Start(long time) => time - (((time % Length) + Length) % Length);

    /// <summary>Formats a day as <c>2015-07-15</c>.</summary>
    public static string Text(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
