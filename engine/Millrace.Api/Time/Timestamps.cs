namespace Millrace;

/// <summary>Event times are milliseconds since 1970-01-01 UTC; earlier times are negative.</summary>
public static class Timestamps
{
    /// <summary>The timestamp of a record that has none.</summary>
    public const long None = long.MinValue;

    /// <summary>The watermark after which no records arrive.</summary>
    public const long MaxWatermark = long.MaxValue;

    /// <summary>Converts a time to milliseconds since the epoch.</summary>
    public static long ToTimestamp(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
