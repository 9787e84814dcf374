using System.Globalization;

namespace Nexmark.Queries;

/// <summary>Days of UTC.</summary>
public static class Days
{
    /// <summary>How many milliseconds a day has.</summary>
    public const long Length = 86_400_000;

    /// <summary>The first millisecond of the day of a time, in milliseconds since the epoch.</summary>
    public static long Start(long time) => time - (((time % Length) + Length) % Length);

    /// <summary>A day as <c>2015-07-15</c>.</summary>
    public static string Text(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
