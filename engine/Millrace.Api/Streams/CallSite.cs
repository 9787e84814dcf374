namespace Millrace;

/// <summary>Where a method of a definition was called, for messages.</summary>
public static class CallSite
{
    /// <summary>The file, without its folders, and the line.</summary>
    public static string Of(string file, int line) => $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{line}";
}
