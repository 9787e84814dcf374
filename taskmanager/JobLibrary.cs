using Millrace.Core.Control;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager.Loading;

namespace Millrace.TaskManager;

/// <summary>
/// The jobs that this process can run, by artifact, each with the serializers that its types share: those that it was given, and those
/// that it loads. The code of an artifact is loaded once, and stays while a job uses it and until it is retired; what cannot be unloaded
/// stays for good, and is used again by the next job of the artifact.
/// </summary>
public sealed class JobLibrary
{
    private readonly ArtifactCache? _cache;
    private readonly bool _collectible;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobCode> _given = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ArtifactUse> _loaded = new(StringComparer.Ordinal);
    private readonly List<UnloadedCode> _unloaded = [];

    /// <param name="cache">Where artifacts come from; null where there are only jobs that are given.</param>
    /// <param name="collectibleJobs">Whether code is unloaded when it is retired. The runtime then optimizes it less: see <c>bench/README.md</c>.</param>
    public JobLibrary(ArtifactCache? cache = null, bool collectibleJobs = false) => (_cache, _collectible) = (cache, collectibleJobs);

    /// <summary>The artifacts whose code is in memory, in order, those that are retired too.</summary>
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

    /// <summary>Adds a job whose serializers others share; simulated processes do, because compiling one takes milliseconds.</summary>
    public void Add(string artifact, Func<IStreamJob> create, SerializerCache serializers)
    {
        lock (_gate) _given[artifact] = new JobCode(create, serializers);
    }

    /// <summary>No job uses an artifact any longer, here or elsewhere. Its code is let go of when the last attempt with it has ended.</summary>
    public void Retire(string artifact)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(artifact, out var use)) return;
            use.IsRetired = true;
            LetGo(use);
        }
    }

    /// <summary>Retires what no job uses, as the job manager says.</summary>
    /// <param name="inUse">The artifacts of all jobs that have not ended.</param>
    public void RetireOthers(IReadOnlySet<string> inUse)
    {
        lock (_gate)
        {
            foreach (var artifact in _loaded.Keys.Where(a => !inUse.Contains(a)).ToList()) Retire(artifact);
        }
    }

    /// <summary>Keeps an artifact's code for an attempt, or while a job is planned, until the result is disposed of.</summary>
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

    /// <summary>Counts a thread that does not return from an artifact's code, until the result is disposed of.</summary>
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

    /// <summary>Finds a job's code, and loads it where it is not yet. To be held meanwhile.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="type">The full or simple name of the job's class; empty where the artifact has one only. It does not matter for jobs that were given.</param>
    /// <exception cref="InvalidJobException">There is no such job in the artifact.</exception>
    /// <exception cref="Hosting.Artifacts.InvalidArtifactException">It is no artifact.</exception>
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

        var code = use.Load(_cache, _collectible);
        return new JobCode(code.Find(type), code.Serializers);
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
            LetGo(use);
        }
    }

    private void LetGo(ArtifactUse use)
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
