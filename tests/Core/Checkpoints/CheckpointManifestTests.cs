using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Core.KeyGroups;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class CheckpointManifestTests
{
    /// <summary>A hundred operators, none of which runs in the task of another, with changes of all key groups in each checkpoint.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(2000)]
    public void It_stays_below_64_KB_for_100_operators_and_720_key_groups_however_long_the_job_ran(int checkpoints)
    {
        const int Parallelism = 4;
        var assignment = KeyGroupAssignment.Even(123, 720, Parallelism);
        // All vertices are alike.
        var subtasks = Enumerable.Range(0, Parallelism).Select(i => new SubtaskState(123, "0123456789abcdef", RunsAfter(checkpoints, [.. assignment.OwnedBy(i)]))).ToList();
        var vertices = Enumerable.Range(0, 100).Select(i => new VertexState([$"operator-with-a-long-uid-{i:D8}"], assignment, subtasks));
        var manifest = new CheckpointManifest("20261129T000000000Z-job-0000", "job", 1_000_000_000, 720, false, false, $"20261129T000000000Z-job-0000/manifests/{1_000_000_000:D12}-1000-operators", [.. vertices]);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(manifest).Length, 1, 64 << 10);
    }

    private static List<IndexRun> RunsAfter(int checkpoints, int[] keyGroups)
    {
        var index = new SubtaskIndex([]);
        IReadOnlyList<IndexRun> runs = [];
        for (var id = 1_000_000_000; checkpoints > 0; checkpoints--, id++)
        {
            var barrier = new CheckpointBarrier(id, Base: runs.Count == 0 ? 0 : id - 1);
            var blocks = keyGroups.Select(g => new StateBlock("o", "s", g, 0, 1, 0, IsFull: (id + g) % 64 == 0 || barrier.Base == 0)).ToList();
            index.Next(barrier, [new StateBlob($"{id}", 1, blocks)], "index");
            runs = index.Wrote(barrier, 1_000_000);
        }

        return [.. runs];
    }
}
