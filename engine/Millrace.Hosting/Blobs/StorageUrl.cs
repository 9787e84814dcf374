namespace Millrace.Hosting.Blobs;

/// <summary>Where a cluster keeps its blobs: <c>file://</c> and the absolute path of a folder that all of its processes see.</summary>
public static class StorageUrl
{
    /// <summary>What a text should be.</summary>
    public const string Expected = "there is no such storage; give file:// and the absolute path of a folder, such as file:///var/lib/millrace.";

    private const string Scheme = "file://";

    /// <summary>The URL of a folder.</summary>
    public static string Of(string folder) => Scheme + Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The folder of a URL; null where it is none.</summary>
    public static string? FolderOf(string url) =>
        url.StartsWith(Scheme + "/", StringComparison.Ordinal) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(url[Scheme.Length..])) : null;
}
