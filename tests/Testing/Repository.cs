namespace Millrace.Tests.Testing;

/// <summary>The clone that these tests were built from.</summary>
public static class Repository
{
    private static readonly string[] Unversioned = ["bin", "obj", "node_modules", "TestResults", ".git"];

    /// <summary>Its root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Returns the files of the clone without build output, by path from its root with forward slashes.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Under(Root)
            .Where(f => extensions.Length == 0 || extensions.Contains(Path.GetExtension(f)))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Returns the text of a file, by path from the root.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Under(string folder) =>
        Directory.GetFiles(folder).Concat(
            Directory.GetDirectories(folder).Where(d => !Unversioned.Contains(Path.GetFileName(d))).SelectMany(Under));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Engine.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Engine.sln above {AppContext.BaseDirectory}.");
    }
}
