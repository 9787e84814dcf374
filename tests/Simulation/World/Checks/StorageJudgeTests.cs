using Millrace.Core.Checkpoints;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;

namespace Millrace.Simulation.Tests.World.Checks;

public sealed class StorageJudgeTests
{
    private readonly MemoryBlobStore _blobs = new();

    [Fact]
    public void A_savepoint_that_a_user_was_told_of_must_be_there()
    {
        var store = new JobStore(_blobs);
        store.TrySwapHead(JobHead.Create("job", "job", 8), 0);
        var savepoint = store.WriteManifest(new CheckpointManifest("job", "job", 1, 8, false, [], []), 1, isSavepoint: true);
        Assert.Null(new StorageJudge(_blobs, [savepoint]).WhatIsWrong());
        _blobs.Delete(savepoint);
        Assert.Contains(savepoint, new StorageJudge(_blobs, [savepoint]).WhatIsWrong());
    }
}
