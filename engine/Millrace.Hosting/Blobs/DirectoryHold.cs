namespace Millrace.Hosting.Blobs;

/// <summary>Holds a folder of blobs for one process: a job manager that is alone on a directory store runs no election. Those that do share it.</summary>
public static class DirectoryHold
{
    private const string LockName = ".lock";

    /// <summary>Room for some versions of heads, in bytes.</summary>
    private const int Reserve = 64 << 10;

    // The error numbers of a lock that another process has: of Linux, macOS and Windows.
    private static readonly int[] s_held = [11, 35, unchecked((int)0x80070020)];

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
        catch (IOException e) when (s_held.Contains(e.HResult))
        {
            return null;
        }
    }

    /// <summary>
    /// Takes part in the elections of a folder's job managers, beside others that do, creating it if missing; null where a process holds it alone.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be created or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written to.</exception>
    public static FileStream? TryShare(string path)
    {
        Directory.CreateDirectory(path);
        var name = Path.Combine(path, LockName);
        try
        {
            using (new FileStream(name, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite))
            {
                // It exists now.
            }

            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException e) when (s_held.Contains(e.HResult))
        {
            return null;
        }
    }

    /// <summary>
    /// Requires that a folder, which exists, can be written to, and leaves nothing behind. Permission bits do not reveal read-only or virtual file systems,
    /// full disks, or a superuser.
    /// </summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot.</exception>
    public static void Probe(string path)
    {
        using var probe = File.Create(Path.Combine(path, ".millrace-probe-" + Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose);
        probe.WriteByte(0);
        probe.Flush();
    }

    /// <summary>
    /// Keeps some room of the disk in the file of a hold. A job manager gives it up when it starts on a full disk, on which it could not even lead otherwise.
    /// </summary>
    /// <param name="hold">What holds the folder.</param>
    /// <exception cref="IOException">There is not that much room.</exception>
    public static void KeepReserve(FileStream hold)
    {
        if (RandomAccess.GetLength(hold.SafeFileHandle) >= Reserve) return;
        RandomAccess.Write(hold.SafeFileHandle, new byte[Reserve], 0);
        RandomAccess.FlushToDisk(hold.SafeFileHandle);
    }

    /// <summary>Gives up what <see cref="KeepReserve"/> keeps.</summary>
    /// <param name="hold">What holds the folder.</param>
    public static void GiveUpReserve(FileStream hold) => RandomAccess.SetLength(hold.SafeFileHandle, 0);

    /// <summary>Says why a folder cannot be written to, and what to do.</summary>
    /// <param name="folder">The folder, in words.</param>
    /// <param name="e">Why.</param>
    public static string Explain(string folder, Exception e) => $"{folder} cannot be written ({e.Message}) Make it writable, with room on its disk, or choose another folder.";
}
