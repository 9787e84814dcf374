using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Looks whether all that is kept can be restored: each retained checkpoint and each savepoint, with every blob and every block of it.</summary>
/// <param name="blobs">The storage.</param>
internal sealed class StorageJudge(IBlobStore blobs)
{
    private readonly JobStore _store = new(blobs);

    /// <summary>What is not whole; null where all is.</summary>
    public string? WhatIsWrong() => blobs.List("").Where(static n => n.EndsWith("/head", StringComparison.Ordinal)).Select(n => WhatIsWrongOf(n.Split('/')[0])).FirstOrDefault(static w => w is not null);

    private string? WhatIsWrongOf(string jobId)
    {
        var kept = _store.ReadHead(jobId)!.Value.Head.Retained.Concat(_store.FindSavepoints(jobId));
        return kept.Select(c => WhatIsWrongOf(jobId, c)).FirstOrDefault(static w => w is not null);
    }

    private string? WhatIsWrongOf(string jobId, RetainedCheckpoint checkpoint)
    {
        try
        {
            var manifest = _store.ReadManifest(checkpoint.Manifest);
            _store.State.Verify(manifest);
            var strange = manifest.Blobs.FirstOrDefault(b => blobs.Read(b.Name).Length != b.Length);
            return strange is null ? null : $"{checkpoint.Manifest} of job {jobId} names {strange.Name} of {strange.Length} bytes, and it has {blobs.Read(strange.Name).Length}.";
        }
        catch (CorruptBlobException e)
        {
            return $"{checkpoint.Manifest} of job {jobId} is kept, and is not whole: {e.Message}";
        }
    }
}
