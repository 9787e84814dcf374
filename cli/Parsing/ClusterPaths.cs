using Millrace.Hosting.Blobs;

namespace Millrace.Cli.Parsing;

/// <summary>
/// Paths that the cluster reads. They are its own, but for those that can only mean this machine's current folder. A path may also be given
/// as a <c>file://</c> URL.
/// </summary>
internal static class ClusterPaths
{
    /// <summary>A folder to write to: one that begins with <c>.</c> or <c>..</c> is made absolute.</summary>
    /// <exception cref="FormatException">It is a <c>file:</c> URL of no absolute path.</exception>
    public static string Folder(string value) => PathOf(value) is var path && path is "." or ".." || IsOfCurrentFolder(path) ? Path.GetFullPath(path) : path;

    /// <summary>What to restore: a job stays as it is, and a path that is there from here is made absolute.</summary>
    /// <exception cref="FormatException">It is a <c>file:</c> URL of no absolute path.</exception>
    public static string Restored(string value) =>
        PathOf(value) is var path && (IsOfCurrentFolder(path) || (path.Contains(Path.DirectorySeparatorChar) && Path.Exists(path))) ? Path.GetFullPath(path) : path;

    /// <summary>Other URLs are for the cluster to judge.</summary>
    private static string PathOf(string value)
    {
        if (!value.StartsWith("file:", StringComparison.Ordinal)) return value;
        return StorageUrl.FolderOf(value) ?? throw new FormatException($"'{value}' is not the URL of a folder, such as file:///var/lib/savepoints.");
    }

    private static bool IsOfCurrentFolder(string path) => path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);
}
