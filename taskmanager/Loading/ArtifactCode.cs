using System.Reflection;
using Millrace.Core.Control;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager.Loading;

/// <summary>The loaded code of an artifact, with the serializers that its types share.</summary>
internal sealed class ArtifactCode
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ArtifactLoadContext _context;
    private readonly JobTypes _jobs;

    /// <exception cref="InvalidJobException">There is no assembly that could have a job.</exception>
    /// <exception cref="IOException">An assembly is missing, or cannot be read.</exception>
    public ArtifactCode(ExtractedArtifact artifact, bool isCollectible)
    {
        Hash = artifact.Hash;
        _context = new ArtifactLoadContext(artifact, isCollectible);
        try
        {
            _jobs = new JobTypes(artifact.Candidates(), _context.LoadFromAssemblyPath);
        }
        catch when (isCollectible)
        {
            Unload(_context);
            throw;
        }
    }

    public string Hash { get; }

    public bool IsCollectible => _context.IsCollectible;

    public SerializerCache Serializers { get; } = new();

    /// <summary>Finds a job.</summary>
    /// <exception cref="InvalidJobException">There is no such job.</exception>
    public JobCode Find(string type)
    {
        var job = _jobs.Find(type);
        return new JobCode(
            () => (IStreamJob)Activator.CreateInstance(job, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions, null, null, null)!,
            Serializers)
        { LoadReferences = () => _context.LoadReferences(job.Assembly) };
    }

    public LoadedArtifact Describe(IReadOnlyList<string> jobs, bool isRetired) =>
        new(Hash, jobs, IsCollectible, isRetired, [.. _context.Assemblies.Select(static a => a.GetName().Name ?? "").Order(StringComparer.Ordinal)], _context.LoadedBytes);

    /// <summary>Unloads the code. What is still referenced stays in memory.</summary>
    public UnloadedCode Unload()
    {
        var unloaded = new UnloadedCode(Hash, [.. _context.Assemblies]);
        Unload(_context);
        return unloaded;
    }

    /// <summary>
    /// Unloading calls handlers of the job's code: it has a thread of its own, because the caller may be a mailbox, and what they throw ends nothing.
    /// </summary>
    private static void Unload(ArtifactLoadContext context)
    {
        var thread = new Thread(() =>
        {
            try
            {
                context.Unload();
            }
            catch (Exception)
            {
                // What could not be unloaded is listed as long as it stays in memory.
            }
        })
        { IsBackground = true, Name = "unloading" };
        thread.Start();
        thread.Join(s_patience);
    }
}
