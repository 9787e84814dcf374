using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>An artifact's files on this machine.</summary>
/// <param name="Hash">The artifact's hash.</param>
/// <param name="Folder">The folder of its files.</param>
/// <param name="Manifest">Its manifest; null where it has none.</param>
internal sealed record ExtractedArtifact(string Hash, string Folder, ArtifactManifest? Manifest)
{
    /// <summary>The folder of its assemblies: that of the main one.</summary>
    public string AssemblyFolder => Manifest is null ? Folder : Path.GetDirectoryName(Path.Combine(Folder, Manifest.MainAssembly))!;

    /// <summary>Returns the assemblies that are searched for jobs: the main one, or those that were built as programs, or else all.</summary>
    /// <exception cref="InvalidJobException">There is none.</exception>
    public IReadOnlyList<string> Candidates()
    {
        if (Manifest is not null) return [Path.Combine(Folder, Manifest.MainAssembly)];
        var all = Directory.EnumerateFiles(Folder, "*.dll", SearchOption.AllDirectories)
            .Where(path => !HostAssemblies.Provides(Path.GetFileNameWithoutExtension(path)) && AssemblyHeader.Read(path) is not null)
            .Order(StringComparer.Ordinal).ToList();
        var built = all.FindAll(static path => File.Exists(Path.ChangeExtension(path, ".deps.json")) || File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json")));
        if (all.Count == 0) throw new InvalidJobException("The artifact contains no assembly of its own. Pack the output folder of the job's project.");
        return built.Count > 0 ? built : all;
    }
}
