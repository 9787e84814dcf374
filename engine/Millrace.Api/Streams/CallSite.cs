namespace Millrace;

/// <summary>The location at which a method of a definition was called, for messages.</summary>
public static class CallSite
{
    /// <summary>Returns the file name, without its folders, and the line.</summary>
    public static string Of(string file, int line) => $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{line}";
}
