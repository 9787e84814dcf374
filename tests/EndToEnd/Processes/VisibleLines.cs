namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>The lines that a file sink has published.</summary>
internal static class VisibleLines
{
    public static IEnumerable<string> Of(string output) => !Directory.Exists(output)
        ? []
        : Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(output, f).Split('/').Any(part => part is ['.' or '_', ..]))
            .SelectMany(File.ReadLines);
}
