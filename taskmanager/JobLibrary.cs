using Millrace.Core.Control;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager.Loading;

namespace Millrace.TaskManager;

/// <summary>
/// The jobs that this process can run, by artifact, each with the serializers that its types share: those that were added, and those
/// that it loads. The code of an artifact is loaded once, and kept while a job uses it and until it is retired; code that cannot be
/// unloaded is kept for good, and reused by the next job of the artifact.
/// </summary>
public sealed class JobLibrary
{
    private readonly ArtifactCache? _cache;
    private readonly bool _collectible;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobCode> _given = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ArtifactUse> _loaded = new(StringComparer.Ordinal);
    private readonly List<UnloadedCode> _unloaded = [];

    /// <param name="cache">The cache of artifacts; null where all jobs are added.</param>
    /// <param name="collectibleJobs">Whether retired code is unloaded. The runtime then optimizes it less: see <c>bench/README.md</c>.</param>
    public JobLibrary(ArtifactCache? cache = null, bool collectibleJobs = false) => (_cache, _collectible) = (cache, collectibleJobs);

    /// <summary>The artifacts whose code is in memory, in order, including retired ones.</summary>
    public IReadOnlyList<LoadedArtifact> Loaded
    {
        get
        {
            lock (_gate)
            {
                var left = _unloaded.ConvertAll(static u => (Code: u, Left: u.Describe()));
                _unloaded.RemoveAll(u => left.Exists(l => l.Code == u && l.Left is null));
                return [.. _loaded.Values.Select(static use => use.Describe()).Concat(left.Select(static l => l.Left)).OfType<LoadedArtifact>().OrderBy(static a => a.Hash, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a job of this process.</summary>
    public void Add(string artifact, Func<IStreamJob> create) => Add(artifact, create, new SerializerCache());

    /// <summary>Adds a job that shares its serializers with others; simulated processes do this, because compiling one takes milliseconds.</summary>
    public void Add(string artifact, Func<IStreamJob> create, SerializerCache serializers)
    {
        lock (_gate) _given[artifact] = new JobCode(create, serializers);
    }

    /// <summary>Retires an artifact that no job uses any longer, here or elsewhere. Its code is released when its last attempt has ended.</summary>
    public void Retire(string artifact)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(artifact, out var use)) return;
            use.IsRetired = true;
            UnloadIfUnused(use);
        }
    }

    /// <summary>Retires the artifacts that no job uses, according to the job manager.</summary>
    /// <param name="inUse">The artifacts of all jobs that have not ended.</param>
    public void RetireOthers(IReadOnlySet<string> inUse)
    {
        lock (_gate)
        {
            foreach (var artifact in _loaded.Keys.Where(a => !inUse.Contains(a)).ToList()) Retire(artifact);
        }
    }

    /// <summary>Keeps an artifact's code for an attempt, or while a job is planned, until the result is disposed.</summary>
    internal IDisposable Hold(string artifact, string jobId)
    {
        lock (_gate)
        {
            var use = UseOf(artifact);
            use.IsRetired = false;
            use.Holders.Add(jobId);
            return new Holding(() => Release(use, jobId));
        }
    }

    /// <summary>Counts a thread that does not return from an artifact's code, until the result is disposed.</summary>
    internal IDisposable Pin(string artifact)
    {
        lock (_gate)
        {
            var use = UseOf(artifact);
            use.Pins++;
            return new Holding(() =>
            {
                lock (_gate) use.Pins--;
            });
        }
    }

    /// <summary>Finds a job's code, and loads it if it is not loaded yet. The caller must hold it meanwhile.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="type">The full or simple name of the job's class; empty where the artifact has only one. Ignored for added jobs.</param>
    /// <exception cref="InvalidJobException">There is no such job in the artifact.</exception>
    /// <exception cref="Hosting.Artifacts.InvalidArtifactException">It is not an artifact.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal JobCode Load(string artifact, string type)
    {
        ArtifactUse use;
        lock (_gate)
        {
            if (_given.TryGetValue(artifact, out var given)) return given;
            if (_cache is null) throw new InvalidOperationException($"This task manager has no artifact '{artifact}'.");
            use = UseOf(artifact);
        }

        return use.Load(_cache, _collectible).Find(type);
    }

    private ArtifactUse UseOf(string artifact)
    {
        if (!_loaded.TryGetValue(artifact, out var use)) _loaded.Add(artifact, use = new ArtifactUse(artifact));
        return use;
    }

    private void Release(ArtifactUse use, string jobId)
    {
        lock (_gate)
        {
            use.Holders.Remove(jobId);
            UnloadIfUnused(use);
        }
    }

    private void UnloadIfUnused(ArtifactUse use)
    {
        if (use.Holders.Count > 0 || (use.IsLoaded && !(use.IsRetired && _collectible))) return;
        _loaded.Remove(use.Artifact);
        if (use.Unload() is { } unloaded) _unloaded.Add(unloaded);
    }

    private sealed class Holding(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
