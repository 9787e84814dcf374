namespace Millrace.Hosting.Blobs;

/// <summary>Holds a folder of blobs for one process: a job manager that is alone on a directory store runs no election.</summary>
public static class DirectoryHold
{
    private const string LockName = ".lock";

    /// <summary>Whether a folder was held before, by any process.</summary>
    public static bool WasHeld(string path) => File.Exists(Path.Combine(path, LockName));

    /// <summary>Holds a folder, creating it if missing; null where another process holds it. It is released whenever the process exits.</summary>
    /// <exception cref="IOException">The folder cannot be created or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written to.</exception>
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
