namespace Millrace.Tests.Testing;

/// <summary>Test material from elsewhere, beside the repository.</summary>
public static class SharedMaterial
{
    /// <summary>The path of a file or folder under <c>../shared</c>.</summary>
    /// <exception cref="InvalidOperationException">The material is missing; the message says where it was looked for.</exception>
    public static string Path(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Engine.sln"))) folder = folder.Parent;
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder?.FullName ?? ".", "..", "shared", relative));
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new InvalidOperationException($"Test material is missing: {path}. Put the shared folder beside the repository.");
    }
}
