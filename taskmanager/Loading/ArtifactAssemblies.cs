using System.Runtime.InteropServices;

namespace Millrace.TaskManager.Loading;

/// <summary>Finds an artifact's assemblies by name: first those for this platform, then those for all, beside its main assembly.</summary>
internal sealed class ArtifactAssemblies
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _platforms;
    private readonly Dictionary<string, string> _special = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">The artifact's folder.</param>
    /// <param name="platform">The platform; null for this one.</param>
    public ArtifactAssemblies(string folder, string? platform = null)
    {
        _folder = folder;
        _platforms = RuntimeIdentifiers.Usable(platform ?? RuntimeInformation.RuntimeIdentifier);
        foreach (var usable in _platforms)
        {
            var libraries = Path.Combine(folder, "runtimes", usable, "lib");
            if (!Directory.Exists(libraries)) continue;
            foreach (var path in Directory.EnumerateFiles(libraries, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                _special.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }
    }

    /// <summary>Returns the path of an assembly; null where the artifact has none of that name.</summary>
    /// <param name="name">The simple name.</param>
    /// <param name="culture">The culture of a resource assembly; empty for code.</param>
    public string? Find(string name, string culture = "")
    {
        if (culture.Length == 0 && _special.TryGetValue(name, out var special)) return special;
        return Existing(Path.Combine(_folder, culture, $"{name}.dll"));
    }

    /// <summary>Returns the path of a native library; null where the artifact has none of that name.</summary>
    /// <param name="name">The name used in the code, such as <c>rocksdb</c> or <c>librocksdb.so</c>.</param>
    public string? FindNative(string name)
    {
        string[] names = [name, $"lib{name}.so", $"{name}.so", $"lib{name}.dylib", $"{name}.dylib", $"{name}.dll", $"lib{name}"];
        var folders = _platforms.Select(platform => Path.Combine(_folder, "runtimes", platform, "native")).Append(_folder);
        return folders.SelectMany(folder => names.Select(file => Existing(Path.Combine(folder, file)))).FirstOrDefault(static path => path is not null);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
