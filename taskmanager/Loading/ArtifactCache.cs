using System.Globalization;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>
/// Artifacts unpacked into a local folder, each into a subfolder named by its hash. Processes may share it: a subfolder appears complete, is
/// compared with the archive before it is used, and is kept across restarts.
/// </summary>
/// <param name="store">The store of artifacts.</param>
/// <param name="folder">The local folder; it is created if missing. No other user may be able to write to it.</param>
/// <param name="time">The clock that determines the age of files; null for the system's.</param>
public sealed class ArtifactCache(ArtifactStore store, string folder, TimeProvider? time = null)
{
    private const string Private = ".tmp-";
    private const int MostPlaces = 10;

    // A process that takes longer to unpack is dead.
    private static readonly TimeSpan s_unfinishedAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_readLimit = TimeSpan.FromMinutes(5);

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

    /// <summary>Unpacks an artifact if it is not unpacked yet. Blocks: it is called by the threads on which jobs' code runs.</summary>
    /// <returns>Its files.</returns>
    /// <exception cref="IOException">It is not stored, or damaged, or the folder cannot be written to.</exception>
    /// <exception cref="InvalidArtifactException">It is not an artifact.</exception>
    internal ExtractedArtifact Get(string hash)
    {
        using var limit = new CancellationTokenSource(s_readLimit);
        using var archive = new ArtifactArchive(new MemoryStream(store.ReadAsync(hash, limit.Token).GetAwaiter().GetResult(), writable: false), store.Limits);
        var path = Places(hash).FirstOrDefault(archive.IsExtractedIn) ?? Extract(archive, hash);
        return new ExtractedArtifact(hash, path, archive.ReadManifest());
    }

    /// <summary>
    /// The subfolders that an artifact may be in: the first that is whole is used. A damaged one is left alone, because another process may have
    /// loaded assemblies from it.
    /// </summary>
    private IEnumerable<string> Places(string hash)
    {
        var first = Path.Combine(Path.GetFullPath(folder), hash);
        return Enumerable.Range(0, MostPlaces).Select(i => i == 0 ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{i}"));
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

    /// <summary>Unpacks into a private folder, which is then renamed: a subfolder with its final name is whole, and is never deleted.</summary>
    private string Extract(ArtifactArchive archive, string hash)
    {
        SweepUnfinished();
        var fresh = Temporary(hash);
        Directory.CreateDirectory(fresh);
        try
        {
            archive.Extract(fresh);
            foreach (var place in Places(hash))
            {
                if (!Directory.Exists(place) && TryMove(fresh, place)) return place;
                // Another process was faster.
                if (archive.IsExtractedIn(place)) return place;
            }
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }

        throw new IOException($"All {MostPlaces} unpacked copies of the artifact {hash} in {folder} are damaged. Delete them, and find out what changes them.");
    }

    private static bool TryMove(string fresh, string place)
    {
        try
        {
            Directory.Move(fresh, place);
            return true;
        }
        catch (IOException) when (Directory.Exists(place))
        {
            return false;
        }
    }

    private string Temporary(string hash) => Path.Combine(
        Path.GetFullPath(folder), string.Create(CultureInfo.InvariantCulture, $"{Private}{Environment.ProcessId}-{Interlocked.Increment(ref _temporary)}-{hash[..8]}"));
}
