using System.Reflection;
using Microsoft.Extensions.DependencyModel;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>
/// Loads the assemblies of an artifact that a job's code references, directly or through its libraries. A library from a package may
/// reference an assembly that it never needs here, so what packages reference must only be there where the <c>.deps.json</c> names it.
/// </summary>
/// <param name="files">The artifact's assemblies.</param>
/// <param name="load">Loads one of them by its name.</param>
internal sealed class References(ArtifactAssemblies files, Func<AssemblyName, Assembly> load)
{
    /// <summary>Loads every referenced assembly of the artifact, and requires that none is missing, damaged, or of a lower version than referenced.</summary>
    /// <param name="assembly">The path of the job's assembly.</param>
    /// <exception cref="MissingAssemblyException">One is missing.</exception>
    /// <exception cref="UnusableAssemblyException">One is damaged, or its version is too low.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Load(string assembly)
    {
        var libraries = LibrariesOf(Path.ChangeExtension(assembly, ".deps.json"));
        var (loaded, queue) = (new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase), new Queue<string>([assembly]));
        while (queue.TryDequeue(out var path))
        {
            var by = Path.GetFileNameWithoutExtension(path);
            var isKnown = path == assembly || (libraries.TryGetValue(by, out var type) && type != "package");
            foreach (var reference in AssemblyHeader.Read(path)?.References ?? [])
            {
                var name = reference.Name!;
                if (HostAssemblies.Provides(name) || HostFiles.IsOfRuntime(name)) continue;
                if (files.Find(name) is { } found)
                {
                    if (!loaded.TryGetValue(name, out var version))
                    {
                        loaded.Add(name, version = Load(name, found, path));
                        queue.Enqueue(found);
                    }

                    if (reference.Version > version) throw UnusableAssemblyException.Old(found, version, reference.Version, path);
                }
                else if (!HostFiles.IsOfFramework(name) && (isKnown || libraries.ContainsKey(name)))
                {
                    throw new MissingAssemblyException(name, path == assembly ? "" : by);
                }
            }
        }
    }

    /// <summary>Loads an assembly, whatever version is referenced, and returns its version.</summary>
    private Version Load(string name, string path, string by)
    {
        try
        {
            return load(new AssemblyName(name)).GetName().Version ?? new Version();
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw UnusableAssemblyException.Damaged(path, by, e);
        }
    }

    /// <summary>Returns the types of the libraries that the file names, by the simple names of their assemblies; none where there is no such file.</summary>
    private static Dictionary<string, string> LibrariesOf(string path)
    {
        var libraries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return libraries;
        using var file = File.OpenRead(path);
        using var reader = new DependencyContextJsonReader();
        foreach (var library in reader.Read(file).RuntimeLibraries)
        {
            foreach (var asset in library.RuntimeAssemblyGroups.SelectMany(static g => g.AssetPaths)) libraries.TryAdd(Path.GetFileNameWithoutExtension(asset), library.Type);
        }

        return libraries;
    }
}
