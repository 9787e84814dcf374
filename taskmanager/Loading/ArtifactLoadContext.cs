using System.Reflection;
using System.Runtime.Loader;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>
/// The code of one artifact. It sees the host's Api, Operators and MessagePack and the framework; everything else is its own, whatever
/// version the host or another artifact has of it.
/// </summary>
internal sealed class ArtifactLoadContext(ExtractedArtifact artifact, bool isCollectible) : AssemblyLoadContext($"artifact {artifact.Hash[..8]}", isCollectible)
{
    private readonly ArtifactAssemblies _files = new(artifact.AssemblyFolder);

    /// <summary>The size of the loaded assemblies, in bytes.</summary>
    public long LoadedBytes => Assemblies.Where(static a => !a.IsDynamic && a.Location.Length > 0).Sum(static a => new FileInfo(a.Location) is { Exists: true } file ? file.Length : 0);

    /// <summary>Loads every assembly of the artifact that the code of one references, directly or through others.</summary>
    /// <exception cref="MissingAssemblyException">One is missing, as far as that can be known.</exception>
    /// <exception cref="UnusableAssemblyException">One is damaged, or its version is too low.</exception>
    public void LoadReferences(Assembly assembly) => new References(_files, LoadFromAssemblyName).Load(assembly.Location);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name ?? "";
        if (HostAssemblies.IsShared(name) || HostFiles.IsOfRuntime(name)) return null;
        if (_files.Find(name, assemblyName.CultureName ?? "") is { } path) return LoadFromAssemblyPath(path);
        if (HostFiles.IsOfFramework(name) || assemblyName.CultureName is { Length: > 0 }) return null;
        throw new MissingAssemblyException(name);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => _files.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
