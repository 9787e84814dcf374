namespace Millrace.Connectors.Files;

/// <summary>Checks, before a job starts, whether it may write to a folder.</summary>
internal static class OutputValidation
{
    /// <exception cref="InvalidJobException">It may not; the message gives the reason and what to do.</exception>
    public static void Check(string directory, string? jobId)
    {
        try
        {
            var nearest = NearestFolder(directory);
            Probe(nearest);
            if (nearest == directory) CheckOwner(directory, jobId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidJobException($"The output {directory} cannot be written: {e.Message} Make it writable, or choose another folder.", e);
        }
    }

    /// <summary>Refuses a folder that another job owns, or that contains files that no Millrace job wrote.</summary>
    public static void CheckOwner(string directory, string? jobId)
    {
        if (OutputOwner.Of(directory) is { } owner)
        {
            if (owner.JobId == jobId) return;
            throw new InvalidJobException(
                $"The output {directory} belongs to job {owner.JobId}; choose another folder, or continue that job by restoring it (--restore latest).");
        }

        if (VisibleFiles.Enumerate(directory).FirstOrDefault() is { } stranger)
        {
            throw new InvalidJobException(
                $"The output {directory} is not empty: it contains {stranger}, which is not the output of a job. Give a new or empty folder.");
        }
    }

    private static string NearestFolder(string directory)
    {
        for (var path = directory; ; path = Path.GetDirectoryName(path) ?? throw new IOException("There is no folder above it."))
        {
            if (Directory.Exists(path)) return path;
            if (!File.Exists(path)) continue;
            throw new InvalidJobException(
                path == directory
                    ? $"The output {directory} is a file; give a folder."
                    : $"The output {directory} cannot be created, because {path} is a file; choose another folder.");
        }
    }

    /// <summary>Permission bits do not reveal read-only or virtual file systems, or a superuser; creating something does.</summary>
    private static void Probe(string folder)
    {
        var probe = Path.Combine(folder, $".millrace-probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        Directory.CreateDirectory(probe);
        Directory.Delete(probe);
    }
}
