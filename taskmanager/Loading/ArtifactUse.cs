using Millrace.Core.Control;

namespace Millrace.TaskManager.Loading;

/// <summary>The use of an artifact, for the library, under its lock except for the loading.</summary>
internal sealed class ArtifactUse(string artifact)
{
    private readonly Lock _loading = new();
    private ArtifactCode? _code;

    public string Artifact => artifact;

    /// <summary>The holders of the code: a job's id for each of its attempts, or an empty one where a new job is planned.</summary>
    public List<string> Holders { get; } = [];

    /// <summary>The number of threads that do not return from the code.</summary>
    public int Pins { get; set; }

    /// <summary>Whether no job needs the code any longer except those that hold it.</summary>
    public bool IsRetired { get; set; }

    public bool IsLoaded => Volatile.Read(ref _code) is not null;

    /// <summary>Loads the code, once; other callers wait. Not under the library's lock.</summary>
    public ArtifactCode Load(ArtifactCache cache, bool isCollectible)
    {
        lock (_loading)
        {
            if (_code is null) Volatile.Write(ref _code, new ArtifactCode(cache.Get(artifact), isCollectible));
            return _code!;
        }
    }

    /// <summary>Unloads the code; null where it was not loaded.</summary>
    public UnloadedCode? Unload()
    {
        var unloaded = _code?.Unload();
        _code = null;
        return unloaded;
    }

    public LoadedArtifact? Describe() =>
        Volatile.Read(ref _code)?.Describe([.. Holders.Where(static id => id.Length > 0).Distinct().Order(StringComparer.Ordinal)], IsRetired && Holders.Count == 0) is { } described
            ? described with { StuckThreads = Pins }
            : null;
}
