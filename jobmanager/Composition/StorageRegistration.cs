using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Storage;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the storage of the job manager.</summary>
internal static class StorageRegistration
{
    /// <summary>
    /// Locks the storage, where it is in a folder, for this process, or for all that run elections; null elsewhere. One without room is not refused: what is
    /// written first may fit in what was reserved for that, and the process then makes room, or it waits until somebody does.
    /// </summary>
    /// <param name="options">The settings.</param>
    /// <param name="warn">Called with what is wrong where there is no room.</param>
    /// <exception cref="InvalidSettingException">It is not writable, or another job manager holds it.</exception>
    public static IDisposable? HoldStorage(this JobManagerOptions options, Action<string> warn)
    {
        if (options.Location.Folder is not { } folder) return null;
        FileStream? hold = null;
        try
        {
            hold = options.IsAlone ? DirectoryHold.TryHold(folder) : DirectoryHold.TryShare(folder);
            if (hold is null)
            {
                throw new InvalidSettingException(nameof(options.Storage), options.Storage, options.IsAlone
                    ? "another job manager or a running job is using it; stop that one, choose another folder, or run all its job managers with --alone false."
                    : "a job manager that is alone or a running job is using it; stop that one, or choose another folder.");
            }

            DirectoryHold.Probe(folder);
            if (options.IsAlone) DirectoryHold.KeepReserve(hold);
            return hold;
        }
        catch (IOException e) when (hold is not null && DiskSpace.IsUsedUp(e))
        {
            if (options.IsAlone) DirectoryHold.GiveUpReserve(hold);
            warn(options.WithoutRoom(e.Message, "Jobs take no checkpoints until there is: remove jobs that have ended (millrace cleanup --ended-for TIME), or enlarge its disk or quota."));
            return hold;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            hold?.Dispose();
            throw new InvalidSettingException(nameof(options.Storage), options.Storage, DirectoryHold.Explain("it", e));
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
            .AddSingleton(new ArtifactStore(blobs, new ArtifactLimits { Size = options.ArtifactLimit, Extracted = options.ArtifactUnpackedLimit }));
    }
}
