namespace Millrace.Hosting.Blobs;

/// <summary>Holds a folder of blobs for one process: who is alone on a directory store runs no election.</summary>
public static class DirectoryHold
{
    private const string LockName = ".lock";

    /// <summary>Whether a folder was held before, by whomever.</summary>
    public static bool WasHeld(string path) => File.Exists(Path.Combine(path, LockName));

    /// <summary>Holds a folder, which makes it where it is missing; null where another process holds it. The end of the process releases it, however it ends.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or written.</exception>
    public static FileStream? TryHold(string path)
    {
        Directory.CreateDirectory(path);
        var name = Path.Combine(path, LockName);
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(name) && e is not FileNotFoundException)
        {
            return null;
        }
    }
}
