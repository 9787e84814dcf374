namespace Millrace.Tests.Testing;

/// <summary>Test material from outside, next to the repository.</summary>
public static class SharedMaterial
{
    /// <summary>Returns the path of a file or folder under <c>../shared</c>.</summary>
    /// <exception cref="InvalidOperationException">The material is missing; the message names the expected place.</exception>
    public static string Path(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared", relative));
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new InvalidOperationException($"Test material is missing: {path}. Put the shared folder beside the repository.");
    }
}
