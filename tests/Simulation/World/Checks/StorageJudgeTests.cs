using Millrace.Core.Checkpoints;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.World.Checks;

public sealed class StorageJudgeTests
{
    private readonly MemoryBlobStore _blobs = new();

    [Fact]
    public async Task A_savepoint_that_a_user_was_told_of_must_be_there()
    {
        var store = new JobStore(_blobs);
        await store.TrySwapHeadAsync(JobHead.Create("job", "job", 8), null, TestContext.Current.CancellationToken);
        var savepoint = store.WriteManifest(new CheckpointManifest("job", "job", 1, 8, IsSavepoint: true, Finished: false, "", []));
        Assert.Null(new StorageJudge(_blobs, [savepoint]).WhatIsWrong());
        await _blobs.DeleteAsync(savepoint, TestContext.Current.CancellationToken);
        Assert.Contains(savepoint, new StorageJudge(_blobs, [savepoint]).WhatIsWrong());
    }
}
