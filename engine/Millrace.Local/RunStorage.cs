using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.Local;

/// <summary>Where a run has its checkpoints.</summary>
/// <param name="Location">Its URI.</param>
/// <param name="Store">The jobs in it.</param>
/// <param name="Hold">Locks it, where it is a folder and is used already; null otherwise.</param>
internal sealed record RunStorage(StorageUri Location, JobStore Store, FileStream? Hold) : IDisposable
{
    public void Dispose() => Hold?.Dispose();
}
