namespace Millrace.Cli.Parsing;

/// <summary>Paths that the cluster reads. They are its own, but for those that can only mean this machine's current folder.</summary>
internal static class ClusterPaths
{
    /// <summary>A folder to write to: one that begins with <c>.</c> or <c>..</c> is made absolute.</summary>
    public static string Folder(string path) => path is "." or ".." || IsOfCurrentFolder(path) ? Path.GetFullPath(path) : path;

    /// <summary>What to restore: a job stays as it is, and a path that is there from here is made absolute.</summary>
    public static string Restored(string value) =>
        IsOfCurrentFolder(value) || (value.Contains(Path.DirectorySeparatorChar) && Path.Exists(value)) ? Path.GetFullPath(value) : value;

    private static bool IsOfCurrentFolder(string path) => path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);
}
