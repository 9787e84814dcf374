using System.Globalization;

namespace Millrace.Hosting.Blobs;

/// <summary>
/// Blobs as files. A mutable blob has one file per version, and a swap creates the next one; it has succeeded only if no
/// higher version exists afterwards, because a paused writer could otherwise recreate a version that was swept. Files with other names
/// are left alone.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="time">The clock that determines the age of files; null for the system's.</param>
public sealed class DirectoryBlobStore(string root, TimeProvider? time = null) : IBlobStore
{
    private const int VersionsKept = 3;
    private const int VersionDigits = 12;
    private const int VersionLength = VersionDigits + 2;
    private const string Private = ".tmp-";

    // A writer that has written nothing for this long is dead: a blob is written in one go.
    private static readonly TimeSpan s_unfinishedAge = TimeSpan.FromHours(1);

    // A folder that may not be read, such as lost+found at the root of a volume, is none of ours.
    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    private static long _private;

    public string Describe(string name) => Path.Combine(root, name);

    public string Describe(string name, long version) => VersionPath(name, version);

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        var path = Describe(name);
        var temporary = WritePrivate(path, content);
        File.Move(temporary, path, overwrite: true);
        FileNames.Sync(Path.GetDirectoryName(path)!);
    }

    public byte[] Read(string name, long offset, int length)
    {
        try
        {
            using var file = File.OpenHandle(Describe(name));
            var bytes = new byte[length];
            var read = RandomAccess.Read(file, bytes, offset);
            return read == length
                ? bytes
                : throw new CorruptBlobException($"{Describe(name)} ends early: expected {length} bytes at {offset}, found {read}.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(name);
        }
    }

    public byte[] Read(string name)
    {
        try
        {
            return File.ReadAllBytes(Describe(name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(name);
        }
    }

    public IReadOnlyList<string> List(string prefix)
    {
        var folder = Describe(prefix);
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateFiles(folder, "*", s_all)
            .Where(path => !Path.GetFileName(path).StartsWith(Private, StringComparison.Ordinal))
            .Select(path => WithoutVersion(Path.GetRelativePath(root, path).Replace('\\', '/'))).Distinct().Order(StringComparer.Ordinal)];
    }

    public void Delete(string name)
    {
        foreach (var version in Versions(name)) File.Delete(VersionPath(name, version));
        if (Directory.Exists(Path.GetDirectoryName(Describe(name)))) File.Delete(Describe(name));
    }

    public VersionedBlob? ReadVersioned(string name)
    {
        while (true)
        {
            if (Versions(name) is not [.., var latest]) return null;
            try
            {
                return new VersionedBlob(latest, File.ReadAllBytes(VersionPath(name, latest)));
            }
            catch (FileNotFoundException)
            {
                // Swept since it was listed: there is a newer one.
            }
        }
    }

    public byte[]? ReadVersion(string name, long version)
    {
        try
        {
            return File.ReadAllBytes(VersionPath(name, version));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void SweepUnfinished(string prefix)
    {
        var folder = Describe(prefix);
        if (!Directory.Exists(folder)) return;
        var since = (time ?? TimeProvider.System).GetUtcNow() - s_unfinishedAge;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles(Private + "*", s_all))
        {
            if (file.LastWriteTimeUtc < since) file.Delete();
        }
    }

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        if ((Versions(name) is [.., var latest] ? latest : 0) != expected) return false;
        var path = VersionPath(name, expected + 1);
        var temporary = WritePrivate(path, content);
        var linked = FileNames.TryLink(temporary, path);
        File.Delete(temporary);
        if (!linked) return false;
        var versions = Versions(name);
        if (versions[^1] > expected + 1) return false;
        FileNames.Sync(Path.GetDirectoryName(path)!);
        foreach (var old in versions.SkipLast(VersionsKept)) File.Delete(VersionPath(name, old));
        return true;
    }

    private static string WithoutVersion(string path)
    {
        var at = path.Length - VersionLength;
        return at > 0 && path.AsSpan(at).StartsWith(".v") && !path.AsSpan(at + 2).ContainsAnyExceptInRange('0', '9') ? path[..at] : path;
    }

    private string VersionPath(string name, long version) => $"{Describe(name)}.v{version.ToString($"D{VersionDigits}", CultureInfo.InvariantCulture)}";

    private List<long> Versions(string name)
    {
        var path = Describe(name);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) return [];
        var prefix = Path.GetFileName(path) + ".v";
        return [.. Directory.EnumerateFiles(folder, prefix + "*").Select(f => VersionOf(Path.GetFileName(f).AsSpan(prefix.Length))).Where(static v => v > 0).Order()];
    }

    // 0 for a name that is not one of ours.
    private static long VersionOf(ReadOnlySpan<char> digits) =>
        digits.Length == VersionDigits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private string WritePrivate(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        Create(folder);
        var temporary = Path.Combine(folder, $"{Private}{Environment.ProcessId}-{Interlocked.Increment(ref _private)}-{Path.GetFileName(path)}");
        try
        {
            using var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
            return temporary;
        }
        catch
        {
            // On a full disk the write is retried again and again, and must not fill it with partial files.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates a folder, durably: the name of each new one is synced in its parent.</summary>
    private static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;
        var above = Path.GetDirectoryName(folder)!;
        Create(above);
        Directory.CreateDirectory(folder);
        FileNames.Sync(above);
    }

    private CorruptBlobException Missing(string name) => new($"{Describe(name)} is missing.");
}
