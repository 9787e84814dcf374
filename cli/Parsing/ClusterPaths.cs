using Millrace.Hosting.Blobs;

namespace Millrace.Cli.Parsing;

/// <summary>
/// Paths that the cluster reads. They are the cluster's own, except those that can only refer to this machine's current folder. A path may
/// also be given as a <c>file://</c> URL.
/// </summary>
internal static class ClusterPaths
{
    /// <summary>Returns a folder to write to: one that starts with <c>.</c> or <c>..</c> is made absolute.</summary>
    /// <exception cref="FormatException">It is a <c>file:</c> URL without an absolute path.</exception>
    public static string Folder(string value) => PathOf(value) is var path && path is "." or ".." || IsOfCurrentFolder(path) ? Path.GetFullPath(path) : path;

    /// <summary>Returns what to restore: a job is left as it is, and a path that exists on this machine is made absolute.</summary>
    /// <exception cref="FormatException">It is a <c>file:</c> URL without an absolute path.</exception>
    public static string Restored(string value) =>
        PathOf(value) is var path && (IsOfCurrentFolder(path) || (path.Contains(Path.DirectorySeparatorChar) && Path.Exists(path))) ? Path.GetFullPath(path) : path;

    /// <summary>Returns the path of a <c>file:</c> URL; other URLs are left for the cluster to validate.</summary>
    private static string PathOf(string value)
    {
        if (!value.StartsWith("file:", StringComparison.Ordinal)) return value;
        return StorageUri.TryParse(value)?.Folder ?? throw new FormatException($"'{value}' is not the URL of a folder, such as file:///var/lib/savepoints.");
    }

    private static bool IsOfCurrentFolder(string path) => path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);
}
