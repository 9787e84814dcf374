using Microsoft.Extensions.DependencyModel;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>
/// Finds the assemblies that a job's code references, directly or through its libraries, without loading them. A library from a package may
/// reference an assembly that it never needs here, so what packages reference must only be there where the <c>.deps.json</c> names it.
/// </summary>
/// <param name="files">The artifact's assemblies.</param>
internal sealed class References(ArtifactAssemblies files)
{
    /// <summary>Requires that every referenced assembly is there.</summary>
    /// <param name="assembly">The path of the job's assembly.</param>
    /// <exception cref="MissingAssemblyException">One is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Require(string assembly)
    {
        var libraries = LibrariesOf(Path.ChangeExtension(assembly, ".deps.json"));
        var (entered, queue) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Queue<string>([assembly]));
        while (queue.TryDequeue(out var path))
        {
            var by = Path.GetFileNameWithoutExtension(path);
            var isKnown = path == assembly || (libraries.TryGetValue(by, out var type) && type != "package");
            foreach (var name in AssemblyHeader.Read(path)?.References ?? [])
            {
                if (HostAssemblies.Provides(name) || HostFiles.IsOfRuntime(name) || !entered.Add(name)) continue;
                if (files.Find(name) is { } found) queue.Enqueue(found);
                else if (!HostFiles.IsOfFramework(name) && (isKnown || libraries.ContainsKey(name))) throw new MissingAssemblyException(name, path == assembly ? "" : by);
                else entered.Remove(name);
            }
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
