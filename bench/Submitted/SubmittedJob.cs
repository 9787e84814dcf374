using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.TaskManager;
using Millrace.TaskManager.Loading;

namespace Millrace.Bench.Submitted;

/// <summary>A job of an assembly next to this one, loaded as a task manager loads it: packed, stored, unpacked, in its own load context.</summary>
internal sealed class SubmittedJob : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
    private readonly IDisposable _hold;
    private readonly JobCode _code;

    /// <param name="assembly">The simple name of the assembly.</param>
    /// <param name="type">The job's class.</param>
    /// <param name="isCollectible">Whether the code can be unloaded.</param>
    public SubmittedJob(string assembly, string type, bool isCollectible)
    {
        var store = new ArtifactStore(new DirectoryBlobStore(Path.Combine(_folder, "store")));
        using var package = ArtifactPackaging.Pack(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        using var content = new MemoryStream();
        package.Content.CopyTo(content);
        store.PutAsync(package.Hash, content.ToArray(), CancellationToken.None).GetAwaiter().GetResult();
        var library = new JobLibrary(new ArtifactCache(store, Path.Combine(_folder, "cache")), isCollectible);
        _hold = library.Hold(package.Hash, "bench");
        _code = library.Load(package.Hash, type);
    }

    /// <summary>Creates the job.</summary>
    /// <exception cref="InvalidOperationException">The code was loaded from this process's own assemblies.</exception>
    public IStreamJob Create()
    {
        var job = _code.Create();
        return job.GetType().Assembly.Location.StartsWith(_folder, StringComparison.Ordinal) ? job : throw new InvalidOperationException("The job was not loaded from its artifact.");
    }

    public void Dispose()
    {
        _hold.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
