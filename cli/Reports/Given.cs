namespace Millrace.Cli.Reports;

/// <summary>Fields that a message has not set are empty in it; a report has null for them.</summary>
internal static class Given
{
    public static string? OrNull(string text) => text.Length == 0 ? null : text;
}
