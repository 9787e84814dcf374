namespace Millrace.Local;

/// <summary>The folder of checkpoints, before and while a job uses it.</summary>
internal static class Directories
{
    /// <summary>Why a folder cannot be written, or null where it can. Creates nothing.</summary>
    public static string? WhyNotWritable(string path)
    {
        if (File.Exists(path)) return "it is a file; name a folder.";
        var existing = path;
        while (!Directory.Exists(existing))
        {
            if (Path.GetDirectoryName(existing) is not { } parent) return "there is no such place.";
            if (File.Exists(parent)) return $"{parent} is a file; name a folder.";
            existing = parent;
        }

        try
        {
            var probe = Path.Combine(existing, ".millrace-probe-" + Path.GetRandomFileName());
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }

            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return $"{existing} cannot be written ({e.Message}); choose another folder or change its permissions.";
        }
    }

    /// <summary>Holds the folder for this process.</summary>
    /// <exception cref="InvalidJobException">Another process holds it.</exception>
    public static FileStream Lock(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new FileStream(Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InvalidJobException($"{path} is in use by another process; stop it, or name another --checkpoint-dir.");
        }
    }
}
