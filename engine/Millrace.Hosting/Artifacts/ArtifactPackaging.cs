using System.IO.Compression;

namespace Millrace.Hosting.Artifacts;

/// <summary>
/// Creates artifacts. Equal content gives equal bytes, and so one hash: entries are sorted, and have no times. An artifact has the job's
/// assemblies with their dependencies, symbols and content files, and nothing that the host provides.
/// </summary>
public static class ArtifactPackaging
{
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs an assembly with the files that its <c>.deps.json</c> names, a folder, or the contents of an archive.</summary>
    /// <param name="path">A <c>.dll</c> in the output folder of its build, a folder, or a <c>.zip</c>.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <param name="onProgress">Called with the progress, file by file.</param>
    /// <exception cref="ArtifactTooLargeException">It exceeds a limit.</exception>
    /// <exception cref="InvalidArtifactException">There is no such file, or it cannot become an artifact; the message explains why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ArtifactPackage Pack(string path, ArtifactLimits? limits = null, Action<PackingProgress>? onProgress = null)
    {
        limits ??= ArtifactLimits.Default;
        if (Directory.Exists(path)) return Compose(path, OfFolder(path), limits, onProgress);
        if (!File.Exists(path)) throw new InvalidArtifactException($"{path}: there is no such file or folder. Give an assembly (.dll), a folder, or an archive (.zip).");
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".dll":
                return Compose(path, OfAssembly(path), limits, onProgress);
            case ".zip":
                using (var archive = Open(path, limits)) return Compose(path, OfArchive(archive), limits, onProgress);
            default:
                throw NoAssembly(path);
        }
    }

    private static IEnumerable<ArtifactFile> OfAssembly(string path)
    {
        var header = AssemblyHeader.Read(path) ?? throw new InvalidArtifactException($"{path} is not a .NET assembly. Give the assembly that the job's project builds.");
        if (header.WhyNotRunnable() is { } reason) throw new InvalidArtifactException($"{path} is {reason}.");
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        var natives = DependencyFiles.NativesOf(path);
        string[] own = [$"{name}.deps.json", $"{name}.runtimeconfig.json"];
        return
        [
            .. DependencyFiles.Of(path),
            .. own.Where(file => File.Exists(Path.Combine(folder, file))).Select(file => ArtifactFile.At(file, Path.Combine(folder, file))),
            .. ContentFiles.Beside(folder).Where(file => file.Name != ArtifactManifest.EntryName && !natives.Contains(Path.GetFileName(file.Name))),
            ManifestOf(Path.GetFileName(path), header),
        ];
    }

    private static List<ArtifactFile> OfFolder(string folder) =>
        WithManifest(ContentFiles.Under(folder).Where(IsWanted).Select(name => ArtifactFile.At(name, Path.Combine(folder, name))));

    /// <summary>Returns the files of an archive, which may have a packed folder as the only entry at its root.</summary>
    private static List<ArtifactFile> OfArchive(ArtifactArchive archive)
    {
        var files = archive.Files.ToList();
        while (files.Count > 0 && files[0].Name.IndexOf('/', StringComparison.Ordinal) + 1 is > 0 and var root && files.TrueForAll(f => f.Name.StartsWith(files[0].Name[..root], StringComparison.Ordinal)))
            files = files.ConvertAll(f => f with { Name = f.Name[root..] });
        return WithManifest(files.Where(f => IsWanted(f.Name)));
    }

    private static bool IsWanted(string name) => !(Path.GetExtension(name) is ".dll" or ".pdb" or ".xml" && HostAssemblies.Provides(Path.GetFileNameWithoutExtension(name)));

    /// <summary>Adds a manifest: the main assembly is the one that was built there, if there is only one.</summary>
    private static List<ArtifactFile> WithManifest(IEnumerable<ArtifactFile> wanted)
    {
        var files = wanted.ToList();
        if (files.Exists(f => f.Name == ArtifactManifest.EntryName)) return files;
        var built = files.Where(f => !f.Name.Contains('/') && f.Name.EndsWith(".deps.json", StringComparison.Ordinal))
            .Select(deps => files.Find(f => f.Name == $"{deps.Name[..^".deps.json".Length]}.dll")).OfType<ArtifactFile>().ToList();
        if (built is not [var main]) return files;
        using var content = main.Open();
        if (AssemblyHeader.Read(content) is { } header) files.Add(ManifestOf(main.Name, header));
        return files;
    }

    private static ArtifactFile ManifestOf(string main, AssemblyHeader header) =>
        ArtifactFile.Of(ArtifactManifest.EntryName, new ArtifactManifest(main, header.TargetFramework).ToJson());

    private static ArtifactArchive Open(string path, ArtifactLimits limits)
    {
        try
        {
            return new ArtifactArchive(File.OpenRead(path), limits);
        }
        catch (ArtifactTooLargeException e)
        {
            throw new ArtifactTooLargeException($"{path}: {e.Message}");
        }
        catch (InvalidArtifactException e)
        {
            throw new InvalidArtifactException($"{path}: {e.Message}", e);
        }
    }

    private static ArtifactPackage Compose(string path, IEnumerable<ArtifactFile> wanted, ArtifactLimits limits, Action<PackingProgress>? onProgress)
    {
        var files = wanted.OrderBy(f => f.Name, StringComparer.Ordinal).DistinctBy(f => f.Name).ToList();
        if (!files.Exists(f => f.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            throw new InvalidArtifactException($"{path} contains no job assembly (.dll). Give the output folder of the job's project.");
        Refuse(path, files, limits);
        var temporary = Path.Combine(Path.GetTempPath(), $"millrace-artifact-{Path.GetRandomFileName()}.zip");
        var content = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            Write(path, files, content, limits, onProgress);
            content.Position = 0;
            var hash = ArtifactHash.Of(content);
            content.Position = 0;
            return new ArtifactPackage(content, hash, Manifest(files), [.. files.Select(f => f.Name)]);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static void Refuse(string path, List<ArtifactFile> files, ArtifactLimits limits)
    {
        if (files.Count > limits.Entries) throw new ArtifactTooLargeException($"{path} has {files.Count:N0} files; the limit is {limits.Entries:N0}.");
        if (files.Aggregate(UInt128.Zero, static (sum, f) => sum + (ulong)f.Length) is var total && total > (ulong)limits.Extracted)
            throw new ArtifactTooLargeException($"{path} has {total:N0} bytes of files; the limit is {limits.Extracted:N0}. {Largest(files)}");
    }

    private static void Write(string path, List<ArtifactFile> files, FileStream content, ArtifactLimits limits, Action<PackingProgress>? onProgress)
    {
        var (packed, total) = (0L, files.Sum(f => f.Length));
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;
                using (Stream from = file.Open(), to = entry.Open()) from.CopyTo(to);
                if (content.Position > limits.Size) break;
                onProgress?.Invoke(new PackingProgress(packed += file.Length, total));
            }
        }

        if (content.Length > limits.Size) throw new ArtifactTooLargeException($"{path} packs to more than {limits.Size:N0} bytes, the limit. {Largest(files)}");
    }

    private static ArtifactManifest? Manifest(List<ArtifactFile> files)
    {
        if (files.Find(f => f.Name == ArtifactManifest.EntryName) is not { } entry) return null;
        using var text = entry.Open();
        var manifest = ArtifactManifest.Parse(text);
        return files.Exists(f => f.Name == manifest.MainAssembly)
            ? manifest
            : throw new InvalidArtifactException($"{ArtifactManifest.EntryName} names the main assembly {manifest.MainAssembly}, which is missing.");
    }

    private static string Largest(List<ArtifactFile> files) => files.MaxBy(f => f.Length) is { } largest ? $"Its largest file is {largest.Name} with {largest.Length:N0} bytes." : "";

    private static InvalidArtifactException NoAssembly(string path)
    {
        if (AssemblyHeader.Read(path)?.WhyNotRunnable() is { } reason) return new InvalidArtifactException($"{path} is {reason}.");
        var assembly = Path.ChangeExtension(path, ".dll");
        return new InvalidArtifactException(Path.GetExtension(path) is "" or ".exe" && File.Exists(assembly)
            ? $"{path} only starts the assembly beside it: give {assembly}."
            : $"{path} is neither an assembly (.dll) nor an archive (.zip). Give one of these, or a folder.");
    }
}
