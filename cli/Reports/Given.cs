using Google.Protobuf.WellKnownTypes;

namespace Millrace.Cli.Reports;

/// <summary>Converts fields of a message: those that are not set are empty strings there, and null in a report.</summary>
internal static class Given
{
    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    public static double? Seconds(this Duration? time) => time?.ToTimeSpan().TotalSeconds;
}
