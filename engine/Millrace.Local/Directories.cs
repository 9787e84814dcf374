using Millrace.Hosting.Blobs;

namespace Millrace.Local;

/// <summary>The checkpoint folder, before and while a job uses it.</summary>
internal static class Directories
{
    /// <summary>Returns a new name in the folder for temporary files; nothing is created.</summary>
    public static string Temporary() => Path.Combine(Path.GetTempPath(), "millrace-" + Path.GetRandomFileName());

    /// <summary>Returns why a folder cannot be created or written to, and what to do about it; null where it can. Leaves nothing behind.</summary>
    public static string? WhyNotWritable(string path)
    {
        if (File.Exists(path)) return "it is a file; give a folder.";
        var existing = path;
        while (!Directory.Exists(existing))
        {
            if (Path.GetDirectoryName(existing) is not { } parent) return "there is no such path; give a folder.";
            if (File.Exists(parent)) return $"{parent} is a file; give a folder.";
            existing = parent;
        }

        try
        {
            DirectoryHold.Probe(existing);
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return DirectoryHold.Explain(existing, e);
        }
    }

    /// <summary>Locks a folder that a job has used before; null where none has, and then nothing is created.</summary>
    /// <exception cref="InvalidJobException">Another process holds it.</exception>
    public static FileStream? TryHold(string path) => DirectoryHold.WasHeld(path) ? Hold(path) : null;

    /// <summary>Locks the folder for this process, creating it if it is missing. The lock is released when the process ends, however it ends.</summary>
    /// <exception cref="InvalidJobException">Another process holds it.</exception>
    public static FileStream Hold(string path) => DirectoryHold.TryHold(path)
        ?? throw new InvalidJobException($"--checkpoint-dir {path} is in use by a running job; stop that job, or choose another folder.");
}
