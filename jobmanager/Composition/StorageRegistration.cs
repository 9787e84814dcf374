using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Storage;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the storage of the job manager.</summary>
internal static class StorageRegistration
{
    /// <summary>Locks the storage for this process, where it is in a folder; null elsewhere, where the heads of jobs alone say who leads them.</summary>
    /// <exception cref="InvalidSettingException">It is not writable, or another job manager holds it.</exception>
    public static IDisposable? HoldStorage(this JobManagerOptions options)
    {
        if (options.Location.Folder is not { } folder) return null;
        try
        {
            return DirectoryHold.TryHold(folder) ?? throw new InvalidSettingException(
                nameof(options.Storage), options.Storage, "another job manager or a running job is using it; stop that one, or choose another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(nameof(options.Storage), options.Storage, $"it cannot be written ({e.Message}) Make it writable, or choose another folder.");
        }
    }

    /// <summary>Adds the stores.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, JobManagerOptions options)
    {
        var stores = new BlobStores(options.Azure);
        var blobs = stores.Open(options.Location);
        return services
            .AddSingleton<IBlobStores>(stores)
            .AddSingleton(blobs)
            .AddSingleton(new JobStore(blobs))
            .AddSingleton(new ArtifactStore(blobs, new ArtifactLimits { Size = options.ArtifactLimit }));
    }
}
