using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>Uploads the code of a job to the cluster, unless it is already stored there.</summary>
internal static class JobUpload
{
    /// <summary>The job manager's limits count, not those of this program.</summary>
    private static readonly ArtifactLimits NoLimits = new() { Size = Array.MaxLength, Extracted = long.MaxValue, Entries = int.MaxValue };

    /// <summary>Packs and uploads the code at a path; returns the artifact's hash.</summary>
    /// <exception cref="CommandException">There is no job at the path, or it is too large.</exception>
    /// <exception cref="RpcException">The job manager refuses it.</exception>
    public static async Task<string> StoreAsync(string path, JobManagerConnection manager, TimeProvider time, Progress progress, CancellationToken interrupted)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        using var package = Pack(path, p => progress.Update($"packing {name}: {Readable.Bytes(p.Packed)} of {Readable.Bytes(p.Total)}"));
        var found = await manager.Artifacts.FindAsync(new FindArtifactRequest { Hash = package.Hash }, JobManagerConnection.Quick(interrupted));
        if (found.Found)
        {
            progress.Show($"{name} is already stored ({Readable.Bytes(package.Size)})");
            return package.Hash;
        }

        if (found.SizeLimit > 0 && package.Size > found.SizeLimit)
        {
            throw CommandException.BadInput(
                $"{path} is {Readable.Bytes(package.Size)} when packed, but the job manager accepts at most {Readable.Bytes(found.SizeLimit)}; leave out what the job does not need, or raise the limit.");
        }

        var stored = await new ArtifactTransfer(manager.Artifacts, time).SendAsync(
            package, done => progress.Update($"uploading {name}: {Readable.Bytes(done)} of {Readable.Bytes(package.Size)}"), interrupted);
        progress.Show($"uploaded {name} ({Readable.Bytes(package.Size)})");
        return stored;
    }

    private static ArtifactPackage Pack(string path, Action<PackingProgress> onProgress)
    {
        try
        {
            return ArtifactPackaging.Pack(path, NoLimits, onProgress);
        }
        catch (InvalidArtifactException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }
}
