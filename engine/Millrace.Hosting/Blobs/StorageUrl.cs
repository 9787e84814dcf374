namespace Millrace.Hosting.Blobs;

/// <summary>The URL of a cluster's storage: <c>file://</c> and the absolute path of a folder that all of its processes can access.</summary>
public static class StorageUrl
{
    /// <summary>The expected form, for messages.</summary>
    public const string Expected = "there is no such storage; give file:// and the absolute path of a folder, such as file:///var/lib/millrace.";

    private const string Scheme = "file://";

    /// <summary>Returns the URL of a folder.</summary>
    public static string Of(string folder) => Scheme + Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Returns the folder of a URL; null where the text is not one.</summary>
    public static string? FolderOf(string url) =>
        url.StartsWith(Scheme + "/", StringComparison.Ordinal) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(url[Scheme.Length..])) : null;
}
