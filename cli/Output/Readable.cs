using System.Globalization;

namespace Millrace.Cli.Output;

/// <summary>Formats values for people.</summary>
internal static class Readable
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Formats a size in the largest unit of which there is at least one.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < ByteUnits.Length - 1; unit++) value /= 1024;
        return unit == 0 ? FormattableString.Invariant($"{bytes} B") : FormattableString.Invariant($"{value:0.0} {ByteUnits[unit]}");
    }

    /// <summary>Formats a duration in the two largest units, or in one with tenths.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => FormattableString.Invariant($"{Math.Max(0, span.TotalMilliseconds):0} ms"),
        { TotalMinutes: < 1 } => FormattableString.Invariant($"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => FormattableString.Invariant($"{span.Minutes}m {span.Seconds:00}s"),
        { TotalDays: < 1 } => FormattableString.Invariant($"{span.Hours}h {span.Minutes:00}m"),
        _ => FormattableString.Invariant($"{(long)span.TotalDays}d {span.Hours:00}h"),
    };

    /// <summary>Formats a time in the clock's time zone, to the second; a dash for none.</summary>
    public static string Time(DateTime? utc, TimeProvider clock) =>
        utc is { } time ? Local(time, clock).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "-";

    /// <summary>Formats a time in the clock's time zone, to the millisecond.</summary>
    public static string Instant(DateTime utc, TimeProvider clock) => Local(utc, clock).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Puts external text on one line, without control characters that would move the cursor.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    private static DateTime Local(DateTime utc, TimeProvider clock) => TimeZoneInfo.ConvertTimeFromUtc(utc, clock.LocalTimeZone);
}
