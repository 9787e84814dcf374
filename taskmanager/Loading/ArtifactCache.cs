using System.Globalization;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>
/// Artifacts unpacked into a local folder, each into a subfolder named by its hash. Processes may share it: a subfolder appears complete,
/// and is compared with the archive before it is used. It is kept across restarts.
/// </summary>
/// <param name="store">The store of artifacts.</param>
/// <param name="folder">The local folder; it is created if missing. No other user may be able to write to it.</param>
/// <param name="time">The clock that determines the age of files; null for the system's.</param>
public sealed class ArtifactCache(ArtifactStore store, string folder, TimeProvider? time = null)
{
    private const string Private = ".tmp-";

    // A process that takes longer to unpack is dead.
    private static readonly TimeSpan s_unfinishedAge = TimeSpan.FromHours(1);

    private static long _temporary;

    /// <summary>The default folder: the user's own, shared by all task managers of the machine.</summary>
    public static string DefaultFolder
    {
        get
        {
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "millrace", "artifacts");
        }
    }

    /// <summary>Unpacks an artifact if it is not unpacked yet.</summary>
    /// <returns>Its files.</returns>
    /// <exception cref="IOException">It is not stored, or damaged, or the folder cannot be written to.</exception>
    /// <exception cref="InvalidArtifactException">It is not an artifact.</exception>
    internal ExtractedArtifact Get(string hash)
    {
        using var archive = new ArtifactArchive(new MemoryStream(store.Read(hash), writable: false), store.Limits);
        var path = Path.Combine(Path.GetFullPath(folder), hash);
        if (!archive.IsExtractedIn(path))
        {
            SweepUnfinished();
            Extract(archive, path);
        }

        return new ExtractedArtifact(hash, path, archive.ReadManifest());
    }

    private void SweepUnfinished()
    {
        if (!Directory.Exists(folder)) return;
        var since = (time ?? TimeProvider.System).GetUtcNow() - s_unfinishedAge;
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories(Private + "*").Where(d => d.LastWriteTimeUtc < since))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process may be faster; the next sweep finds whatever is left.
            }
        }
    }

    private static void Extract(ArtifactArchive archive, string path)
    {
        var fresh = Temporary(path);
        Directory.CreateDirectory(fresh);
        try
        {
            archive.Extract(fresh);
            // An existing folder is another process's, just made, or damaged. It is moved away whole, because assemblies may be loaded from it.
            if (Directory.Exists(path)) Discard(path);
            Directory.Move(fresh, path);
        }
        catch (IOException) when (archive.IsExtractedIn(path))
        {
            // Another process was faster.
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    private static void Discard(string path)
    {
        var old = Temporary(path);
        Directory.Move(path, old);
        Directory.Delete(old, recursive: true);
    }

    private static string Temporary(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetDirectoryName(path)}/{Private}{Environment.ProcessId}-{Interlocked.Increment(ref _temporary)}-{Path.GetFileName(path)[..8]}");
}
