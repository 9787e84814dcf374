using Microsoft.Extensions.DependencyModel;

namespace Millrace.Hosting.Artifacts;

/// <summary>
/// The files that an assembly's <c>.deps.json</c> names, starting from the assembly and following its dependencies. What the host provides
/// is not followed, so that dependencies of the embedded cluster alone are left out.
/// </summary>
internal sealed class DependencyFiles
{
    private readonly string _folder;
    private readonly string _assembly;
    private readonly string _packages;
    private readonly SortedDictionary<string, ArtifactFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    private DependencyFiles(string folder, string assembly, string packages) => (_folder, _assembly, _packages) = (folder, assembly, packages);

    /// <summary>Finds the files: beside the assembly, or in the package cache, whose files a class library's build does not copy.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <param name="packages">The package cache; null for the user's.</param>
    /// <exception cref="InvalidArtifactException">There is no <c>.deps.json</c>, or a file that it names cannot be found.</exception>
    public static IReadOnlyCollection<ArtifactFile> Of(string assembly, string? packages = null)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        var context = Read(Path.ChangeExtension(assembly, ".deps.json"), assembly);
        var libraries = context.RuntimeLibraries.ToDictionary(l => l.Name, StringComparer.OrdinalIgnoreCase);
        var found = new DependencyFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, assembly, packages ?? PackageCache);
        if (!libraries.ContainsKey(name)) found.Add($"{name}.dll", null, null);
        var queue = new Queue<string>(libraries.ContainsKey(name) ? [name] : libraries.Values.Where(l => l.Type == "project").Select(l => l.Name));
        foreach (var reference in found.OwnReferences(name, libraries)) queue.Enqueue(reference);
        for (var entered = new HashSet<string>(StringComparer.OrdinalIgnoreCase); queue.TryDequeue(out var next);)
        {
            if (HostAssemblies.Provides(next) || !entered.Add(next) || !libraries.TryGetValue(next, out var library) || library.Type == "runtimepack") continue;
            found.Add(library);
            foreach (var dependency in library.Dependencies) queue.Enqueue(dependency.Name);
        }

        found.RefuseMissing();
        return found._files.Values;
    }

    /// <summary>Returns the names of the native libraries in an assembly's <c>.deps.json</c>, including those of what the host provides.</summary>
    public static IReadOnlySet<string> NativesOf(string assembly) =>
        Read(Path.ChangeExtension(assembly, ".deps.json"), assembly).RuntimeLibraries
            .SelectMany(static l => l.NativeLibraryGroups).SelectMany(static g => g.AssetPaths).Select(static a => Path.GetFileName(a)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the assemblies referenced by path, which no dependency names, except those that only the host's assemblies refer to.
    /// </summary>
    private IEnumerable<string> OwnReferences(string assembly, Dictionary<string, RuntimeLibrary> libraries)
    {
        var references = libraries.Values.Where(static l => l.Type == "reference").ToDictionary(FileOf, static l => l.Name, StringComparer.OrdinalIgnoreCase);
        if (references.Count == 0) return [];
        var others = libraries.Values.Where(static l => l.Type != "reference" && !HostAssemblies.Provides(l.Name)).Select(FileOf).Append(assembly);
        var ofHost = ReferredTo(libraries.Keys.Where(HostAssemblies.Provides), references.Keys);
        var ofOthers = ReferredTo(others, references.Keys);
        return references.Where(r => !ofHost.Contains(r.Key) || ofOthers.Contains(r.Key)).Select(static r => r.Value);

        static string FileOf(RuntimeLibrary library) =>
            Path.GetFileNameWithoutExtension(library.RuntimeAssemblyGroups.SelectMany(static g => g.AssetPaths).FirstOrDefault() ?? library.Name);
    }

    /// <summary>Returns which of some assemblies the code of others beside them references, directly or through one another.</summary>
    private HashSet<string> ReferredTo(IEnumerable<string> by, IReadOnlyCollection<string> of)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(by);
        while (queue.TryDequeue(out var next))
        {
            var path = Path.Combine(_folder, $"{next}.dll");
            if (!File.Exists(path) || AssemblyHeader.Read(path) is not { } header) continue;
            foreach (var name in of.Intersect(header.References.Select(static r => r.Name!), StringComparer.OrdinalIgnoreCase).Where(found.Add)) queue.Enqueue(name);
        }

        return found;
    }

    private static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static DependencyContext Read(string path, string assembly)
    {
        if (!File.Exists(path))
            throw new InvalidArtifactException($"{path} is missing: it lists the dependencies of {Path.GetFileName(assembly)}. Build the project, and give the assembly in its output folder.");
        try
        {
            using var file = File.OpenRead(path);
            using var reader = new DependencyContextJsonReader();
            return reader.Read(file);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            throw new InvalidArtifactException($"{path} is damaged ({e.Message}) Build the project again.", e);
        }
    }

    private void Add(RuntimeLibrary library)
    {
        foreach (var group in library.RuntimeAssemblyGroups)
        {
            foreach (var file in group.AssetPaths) Add(group.Runtime is { Length: > 0 } ? file : Path.GetFileName(file), library, file);
        }

        foreach (var group in library.NativeLibraryGroups)
        {
            foreach (var file in group.AssetPaths) Add(group.Runtime is { Length: > 0 } ? file : Path.GetFileName(file), library, file);
        }

        foreach (var resource in library.ResourceAssemblies) Add($"{resource.Locale}/{Path.GetFileName(resource.Path)}", library, resource.Path);
    }

    private void Add(string name, RuntimeLibrary? library, string? asset)
    {
        if (_files.ContainsKey(name) || HostAssemblies.Provides(Path.GetFileNameWithoutExtension(name))) return;
        if (PathOf(name, library, asset) is not { } path)
        {
            _missing.Add(name);
            return;
        }

        _files.Add(name, ArtifactFile.At(name, path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(symbols)) _files.TryAdd(Path.ChangeExtension(name, ".pdb"), ArtifactFile.At(Path.ChangeExtension(name, ".pdb"), symbols));
    }

    /// <summary>Finds a file: beside the assembly are the files it was built with; the cache has what a build did not copy.</summary>
    private string? PathOf(string name, RuntimeLibrary? library, string? asset)
    {
        var beside = Path.Combine(_folder, name);
        if (File.Exists(beside)) return beside;
        if (library is not { Type: "package", Path: { } package } || asset is null) return null;
        var cached = Path.Combine(_packages, package, asset);
        return File.Exists(cached) ? cached : null;
    }

    private void RefuseMissing()
    {
        if (_missing.Count == 0) return;
        throw new InvalidArtifactException(
            $"{Path.ChangeExtension(_assembly, ".deps.json")} names files that are neither beside the assembly nor in the package cache ({_packages}): "
            + $"{string.Join(", ", _missing)}. Build the project again, or publish it and give the assembly in that folder.");
    }
}
