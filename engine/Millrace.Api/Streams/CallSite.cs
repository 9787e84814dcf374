namespace Millrace;

internal static class CallSite
{
    public static string Of(string file, int line) => $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{line}";
}
