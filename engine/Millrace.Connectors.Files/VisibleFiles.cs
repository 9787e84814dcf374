using System.IO.Enumeration;

namespace Millrace.Connectors.Files;

/// <summary>
/// Lists the data files under a folder. A file is hidden if a part of its path starts with <c>.</c> or <c>_</c>; so an output of
/// <see cref="FileSink{T}"/> is read as published, without epochs that are still open.
/// </summary>
public static class VisibleFiles
{
    /// <summary>
    /// Returns the paths relative to <paramref name="root"/>, with <c>/</c> between parts, in ordinal order. Links to folders are not followed.
    /// </summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<string> Under(string root)
    {
        var files = Enumerate(root).ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Returns whether a file at <paramref name="path"/> would be data of the folder <paramref name="root"/>; both are full paths.</summary>
    internal static bool Holds(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative != "." && !Path.IsPathRooted(relative) && !relative.Split(Path.DirectorySeparatorChar).Any(part => IsHidden(part));
    }

    internal static IEnumerable<string> Enumerate(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        return new FileSystemEnumerable<string>(
            root, (ref entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !IsHidden(entry.FileName),
            ShouldRecursePredicate = (ref entry) => !IsHidden(entry.FileName) && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
    }

    internal static bool IsHidden(ReadOnlySpan<char> part) => part is ['.' or '_', ..];
}
