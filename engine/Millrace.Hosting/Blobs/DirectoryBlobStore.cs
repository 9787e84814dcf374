using System.Globalization;
using System.Runtime.CompilerServices;

namespace Millrace.Hosting.Blobs;

/// <summary>
/// Blobs as files. A blob that is changed by swaps has one file per version, and a swap creates the next one; it has succeeded only if no higher version
/// exists afterwards, because a paused writer could otherwise recreate a version that was swept. Files with other names are left alone. Calls are over when
/// they return: files have no other way of being durable than to wait.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="time">The clock that determines the age of files; null for the system's.</param>
public sealed class DirectoryBlobStore(string root, TimeProvider? time = null) : IBlobStore
{
    private const int VersionsKept = 3;
    private const int VersionDigits = 12;
    private const int VersionLength = VersionDigits + 2;

    // A writer that has written nothing for this long is dead: a blob is written in one go.
    private static readonly TimeSpan s_unfinishedAge = TimeSpan.FromHours(1);

    // A folder that may not be read, such as lost+found at the root of a volume, is none of ours.
    private static readonly EnumerationOptions s_inFolder = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    public string Describe(string name) => Path.Combine(root, name);

    public string Describe(string name, BlobVersion version) => VersionPath(name, NumberOf(version));

    public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) => Run<BlobWriter>(cancellation, () => new BlobFile(Describe(name)));

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => Run(cancellation, () =>
    {
        try
        {
            return File.ReadAllBytes(Describe(name));
        }
        catch (Exception e) when (IsMissing(e))
        {
            throw Missing(name);
        }
    });

    public Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation) => Run(cancellation, () =>
    {
        try
        {
            using var file = File.OpenHandle(Describe(name));
            var read = RandomAccess.Read(file, destination.Span, offset);
            return read == destination.Length
                ? true
                : throw new CorruptBlobException($"{Describe(name)} ends early: expected {destination.Length} bytes at {offset}, found {read}.");
        }
        catch (Exception e) when (IsMissing(e))
        {
            throw Missing(name);
        }
    });

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) => Run(cancellation, () =>
    {
        var file = new FileInfo(Versions(name) is [.., var latest] ? VersionPath(name, latest) : Describe(name));
        return file.Exists ? file.Length : (long?)null;
    });

    public async IAsyncEnumerable<BlobItem> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in await Run(cancellation, () => List(folder))) yield return item;
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) => Run(cancellation, () =>
    {
        foreach (var version in Versions(name)) File.Delete(VersionPath(name, version));
        if (Directory.Exists(Path.GetDirectoryName(Describe(name)))) File.Delete(Describe(name));
        return true;
    });

    public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation) => Run(cancellation, () =>
    {
        // One that was swept since it was listed has a newer one.
        while (Versions(name) is [.., var latest])
        {
            if (Find(name, latest) is { } blob) return blob;
        }

        return null;
    });

    public Task<VersionedBlob?> ReadBeforeAsync(string name, BlobVersion version, CancellationToken cancellation) =>
        Run(cancellation, () => Find(name, NumberOf(version) - 1));

    public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Run(cancellation, () => TrySwap(name, expected is { } version ? NumberOf(version) : 0, content));

    public Task SweepUnfinishedAsync(string folder, CancellationToken cancellation) => Run(cancellation, () =>
    {
        if (!Directory.Exists(Describe(folder))) return false;
        var since = (time ?? TimeProvider.System).GetUtcNow() - s_unfinishedAge;
        foreach (var file in new DirectoryInfo(Describe(folder)).EnumerateFiles(BlobFile.Unfinished + "*", s_all))
        {
            if (file.LastWriteTimeUtc < since) file.Delete();
        }

        return true;
    });

    private List<BlobItem> List(string folder)
    {
        var path = Describe(folder);
        if (!Directory.Exists(path)) return [];
        var items = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", s_inFolder).OrderBy(static e => e.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo) items[$"{folder}{entry.Name}/"] = 0;
            // Of a blob's versions the last one counts.
            else if (entry is FileInfo file && !entry.Name.StartsWith(BlobFile.Unfinished, StringComparison.Ordinal)) items[folder + WithoutVersion(entry.Name)] = LengthOf(file);
        }

        return [.. items.Select(static i => new BlobItem(i.Key, i.Value))];
    }

    // One that was deleted since it was listed has none.
    private static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;

    private BlobVersion? TrySwap(string name, long expected, ReadOnlyMemory<byte> content)
    {
        var before = Versions(name);
        if ((before is [.., var latest] ? latest : 0) != expected) return null;
        var path = VersionPath(name, expected + 1);
        bool isFirst;
        try
        {
            isFirst = TryWrite(path, content);
        }
        catch (IOException e) when (DiskSpace.IsUsedUp(e) && before.Count >= VersionsKept)
        {
            // What is over with this swap makes room for it: on a full disk, jobs end and are removed by swaps.
            foreach (var old in before.SkipLast(VersionsKept - 1)) File.Delete(VersionPath(name, old));
            isFirst = TryWrite(path, content);
        }

        if (!isFirst) return null;
        var versions = Versions(name);
        if (versions[^1] > expected + 1) return null;
        FileNames.Sync(Path.GetDirectoryName(path)!);
        foreach (var old in versions.SkipLast(VersionsKept)) File.Delete(VersionPath(name, old));
        return new BlobVersion((expected + 1).ToString(CultureInfo.InvariantCulture));
    }

    private static bool TryWrite(string path, ReadOnlyMemory<byte> content)
    {
        using var file = new BlobFile(path);
        file.Write(content.Span);
        return file.TryLink();
    }

    private VersionedBlob? Find(string name, long version)
    {
        try
        {
            return new VersionedBlob(new BlobVersion(version.ToString(CultureInfo.InvariantCulture)), File.ReadAllBytes(VersionPath(name, version)));
        }
        catch (Exception e) when (IsMissing(e))
        {
            return null;
        }
    }

    private static string WithoutVersion(string name)
    {
        var at = name.Length - VersionLength;
        return at > 0 && name.AsSpan(at).StartsWith(".v") && !name.AsSpan(at + 2).ContainsAnyExceptInRange('0', '9') ? name[..at] : name;
    }

    private string VersionPath(string name, long version) => $"{Describe(name)}.v{version.ToString($"D{VersionDigits}", CultureInfo.InvariantCulture)}";

    private static long NumberOf(BlobVersion version) => long.Parse(version.Token, NumberStyles.None, CultureInfo.InvariantCulture);

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

    private static bool IsMissing(Exception e) => e is FileNotFoundException or DirectoryNotFoundException;

    private CorruptBlobException Missing(string name) => new($"{Describe(name)} is missing.");

    private static Task<T> Run<T>(CancellationToken cancellation, Func<T> act)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        try
        {
            return Task.FromResult(act());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
