using System.IO.Compression;

namespace Millrace.Hosting.Artifacts;

/// <summary>The archive of an artifact, as received: nothing in it is trusted.</summary>
public sealed class ArtifactArchive : IDisposable
{
    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    private readonly ZipArchive _zip;
    private readonly ArtifactLimits _limits;
    private readonly List<ZipArchiveEntry> _files = [];

    /// <summary>Reads and validates an archive's directory.</summary>
    /// <param name="content">The archive, seekable; it is disposed with this object.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <exception cref="InvalidArtifactException">It is not a ZIP archive, exceeds a limit, or has an entry that is no file below its root.</exception>
    public ArtifactArchive(Stream content, ArtifactLimits? limits = null)
    {
        _limits = limits ?? ArtifactLimits.Default;
        try
        {
            _zip = new ZipArchive(content, ZipArchiveMode.Read);
            Validate();
        }
        catch (InvalidDataException e)
        {
            content.Dispose();
            throw NoArchive(e);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>The names of its files, in order.</summary>
    public IEnumerable<string> Names => _files.Select(static f => f.FullName);

    /// <summary>Reads its manifest; null where it has none.</summary>
    /// <exception cref="InvalidArtifactException">The manifest is damaged, or names a main assembly that is not in the archive.</exception>
    public ArtifactManifest? ReadManifest()
    {
        if (_files.Find(static f => f.FullName == ArtifactManifest.EntryName) is not { } entry) return null;
        using var content = new MemoryStream(Read(entry));
        var manifest = ArtifactManifest.Parse(content);
        return _files.Exists(f => f.FullName == manifest.MainAssembly)
            ? manifest
            : throw new InvalidArtifactException($"{ArtifactManifest.EntryName} names the main assembly '{manifest.MainAssembly}', which is not in the archive.");
    }

    /// <summary>Unpacks all files into a folder, which must exist and be empty.</summary>
    /// <exception cref="InvalidArtifactException">An entry is damaged, or larger than its header says.</exception>
    public void Extract(string folder)
    {
        foreach (var entry in _files)
        {
            var path = Path.Combine(folder, entry.FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            Copy(entry, file);
        }
    }

    /// <summary>Whether a folder has exactly the archive's files, with their contents.</summary>
    public bool IsExtractedIn(string folder)
    {
        if (!Directory.Exists(folder)) return false;
        var there = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
        return there.ToHashSet(StringComparer.Ordinal).SetEquals(Names) && _files.TrueForAll(entry => IsSame(entry, Path.Combine(folder, entry.FullName)));
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    /// <summary>The files, to be repacked.</summary>
    internal IEnumerable<ArtifactFile> Files => _files.Select(entry => new ArtifactFile(entry.FullName, entry.Length, () => new MemoryStream(Read(entry))));

    private void Validate()
    {
        if (_zip.Entries.Count > _limits.Entries)
            throw new ArtifactTooLargeException($"The archive has {_zip.Entries.Count} entries; the limit is {_limits.Entries}.");
        var names = new EntryNames();
        foreach (var entry in _zip.Entries)
        {
            if ((entry.ExternalAttributes >> 16 & FileTypeMask) is not (0 or RegularFile or Folder))
                throw new InvalidArtifactException($"The entry '{entry.FullName}' of the archive is a link or a device. Pack the file that it points to.");
            if (entry.IsEncrypted) throw new InvalidArtifactException($"The entry '{entry.FullName}' of the archive is encrypted. Pack it without a password.");
            if (names.Add(entry.FullName)) _files.Add(entry);
        }

        var extracted = _files.Aggregate(UInt128.Zero, static (sum, f) => sum + (ulong)Math.Max(0, f.Length));
        if (extracted > (ulong)_limits.Extracted) throw new ArtifactTooLargeException($"The archive has {extracted:N0} bytes unpacked; the limit is {_limits.Extracted:N0}.");
        _files.Sort(static (a, b) => string.CompareOrdinal(a.FullName, b.FullName));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        Copy(entry, content);
        return content.ToArray();
    }

    /// <summary>Copies an entry, which may be larger than its header says: no more than that is read.</summary>
    private static void Copy(ZipArchiveEntry entry, Stream to)
    {
        try
        {
            using var from = entry.Open();
            var buffer = new byte[64 * 1024];
            var left = entry.Length;
            for (int read; (read = from.Read(buffer)) > 0; left -= read)
            {
                if (read > left) throw Damaged(entry);
                to.Write(buffer, 0, read);
            }

            if (left > 0) throw Damaged(entry);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(entry, e);
        }
    }

    private static bool IsSame(ZipArchiveEntry entry, string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null && file.Length == entry.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(Read(entry));
    }

    private static InvalidArtifactException NoArchive(Exception e) => new("It is not a ZIP archive, or it is damaged. Pack the files again.", e);

    private static InvalidArtifactException Damaged(ZipArchiveEntry entry, Exception? e = null)
    {
        var message = $"The entry '{entry.FullName}' of the archive is damaged: it does not have the {entry.Length} bytes that it claims. Pack the files again.";
        return e is null ? new InvalidArtifactException(message) : new InvalidArtifactException(message, e);
    }
}
