using CsCheck;
using Millrace.Core.Checkpoints;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class SubtaskIndexTests
{
    private readonly Dictionary<string, IReadOnlyList<StateBlob>> _stored = [];
    private readonly HashSet<string> _held = [];
    private readonly List<string> _freed = [];
    private SubtaskIndex _index = new([]);
    private long _base;

    [Fact]
    public void Increments_come_behind_their_base()
    {
        Complete(1, Blob("a", Full("n", 0), Full("n", 1)));
        Complete(2, Blob("b", Increment("n", 1)));
        Assert.Equal(["a n0 n1", "b n1"], Complete(3, Blob("c", Increment("n", 1)))[..2]);
        Assert.Empty(_freed);
    }

    [Fact]
    public void A_new_base_does_away_with_what_was_before_and_frees_its_blobs()
    {
        Complete(1, Blob("a", Full("n", 0)), Blob("b", Full("n", 1)));
        Complete(2, Blob("c", Increment("n", 0), Increment("n", 1)));
        // A full state may be in several blocks.
        Assert.Equal(["b n1", "c n1", "d n0 n0"], Complete(3, Blob("d", Full("n", 0), Full("n", 0))));
        Assert.Equal(["a"], _freed);
        Assert.Equal(["d n0 n0", "e n1"], Complete(4, Blob("e", Full("n", 1))));
        Assert.Equal(["a", "b", "c"], _freed);
    }

    [Fact]
    public void A_key_group_that_has_become_empty_has_no_blocks()
    {
        Complete(1, Blob("a", Full("n", 0), Full("m", 0)));
        Assert.Equal(["a m0"], Complete(2, Blob("b", Full("n", 0) with { Length = 0 })));
        Assert.Equal(["b"], _freed);
    }

    [Fact]
    public void It_stays_empty_also_where_its_blocks_are_in_a_run_that_is_not_written_again()
    {
        Complete(1, Blob("a", [.. Enumerable.Range(0, 5000).Select(static g => Full("n", g))]));
        Complete(2, Blob("b", Full("n", 7) with { Length = 0 }));
        Assert.Equal(2, _index.Wrote(new CheckpointBarrier(2, Base: 1), null).Count);
        Assert.DoesNotContain("n7", Complete(3)[0].Split(' '));
    }

    [Fact]
    public void State_without_a_key_is_that_of_the_checkpoint_alone()
    {
        Complete(1, Blob("a", Full("_splits", -1), Full("_epochs", -1), Full("n", 0)));
        Assert.Equal(["a n0", "b _splits-1"], Complete(2, Blob("b", Full("_splits", -1))));
        Assert.Equal(["a n0"], Complete(3));
    }

    [Fact]
    public void An_aborted_checkpoint_leaves_the_base_as_it_was_and_its_blobs_are_freed_with_the_next()
    {
        Complete(1, Blob("a", Full("n", 0)));
        Write(2, Blob("b", Full("n", 0)), Blob("c", Full("n", 1)));
        Assert.Equal(["a n0", "d n0"], Complete(3, Blob("d", Increment("n", 0))));
        Assert.Equal(["b", "c", "index-2"], _freed.Where(static n => n != "index-1"));
        Assert.Equal(["a", "d"], _held.Order());
    }

    [Fact]
    public void What_a_snapshot_that_was_given_up_has_written_is_freed_with_the_next()
    {
        Complete(1, Blob("a", Full("n", 0)));
        _index.GiveUp([Blob("b", Full("n", 0))]);
        Complete(2, Blob("c", Full("n", 0)));
        Assert.Equal(["a", "b"], _freed);
    }

    [Fact]
    public void A_savepoint_has_its_own_index_and_changes_nothing()
    {
        Complete(1, Blob("a", Full("n", 0)));
        var savepoint = new CheckpointBarrier(2, IsSavepoint: true, Base: 1);
        Assert.Equal("s", Assert.Single(_index.Next(savepoint, [Blob("s", Full("n", 0))], "index-2")!).Name);
        Assert.Equal([new IndexRun(2, 77)], _index.Wrote(savepoint, 77));
        Assert.Empty(_index.Added);
        Assert.Equal(10, _index.BytesOf(savepoint, [Blob("s", Full("n", 0), Full("n", 1))]));
        Assert.Equal(["a n0", "b n0"], Complete(3, Blob("b", Increment("n", 0))));
    }

    [Fact]
    public void A_full_checkpoint_refers_to_nothing_before_it_and_one_that_was_taken_back_changes_nothing()
    {
        Complete(1, Blob("a", Full("n", 0), Full("n", 1)));
        Assert.Equal(["b n0"], Write(2, new CheckpointBarrier(2, Stop: true, Base: 1), Blob("b", Full("n", 0))));
        Assert.Equal(["a n0 n1", "c n1"], Complete(3, Blob("c", Increment("n", 1))));
    }

    [Fact]
    public void The_first_checkpoint_of_an_attempt_indexes_what_was_restored_as_its_own()
    {
        _index = new SubtaskIndex([Blob("a", Full("n", 0)), Blob("b", Increment("n", 0))]);
        _base = 9;
        Write(10, Blob("x", Increment("n", 0)));
        Assert.Equal(["a n0", "b n0", "c n0"], Complete(11, Blob("c", Increment("n", 0))));
        Assert.Equal(["a", "b", "c"], _held.Order());
        Assert.Single(_index.Wrote(new CheckpointBarrier(11, Base: 9), null));
    }

    [Fact]
    public void Whatever_is_written_completed_and_aborted_the_runs_say_what_there_is() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Bool).Array[0, 6].SelectMany(static w => Gen.Bool.Select(complete => (Written: w, Complete: complete))).Array[1, 60].Sample(static rounds =>
        {
            var test = new SubtaskIndexTests();
            var model = new SortedDictionary<int, List<string>>();
            var id = 0L;
            foreach (var (written, complete) in rounds)
            {
                id++;
                var next = new SortedDictionary<int, List<string>>(model.ToDictionary(static m => m.Key, static m => m.Value.ToList()));
                var blobs = new List<StateBlob>();
                // All blocks of a key group are either full or increments in one snapshot.
                foreach (var (group, count, isFull) in written.DistinctBy(static w => w.Item1))
                {
                    var fresh = isFull || !next.ContainsKey(group);
                    if (fresh) next[group] = [];
                    if (!fresh && count == 0) continue;
                    if (count == 0) blobs.Add(Blob($"{id}-{group}-none", Full("n", group) with { Length = 0 }));
                    for (var i = 0; i < count; i++)
                    {
                        blobs.Add(Blob($"{id}-{group}-{i}", Full("n", group) with { IsFull = fresh }));
                        next[group].Add($"{id}-{group}-{i}");
                    }

                    if (next[group].Count == 0) next.Remove(group);
                }

                var resolved = complete ? test.Complete(id, [.. blobs]) : test.Write(id, [.. blobs]);
                var read = resolved.SelectMany(static b => b.Split(' ') is [var name, .. var blocks] ? blocks.Select(k => (Group: int.Parse(k[1..]), Name: name)) : []).ToLookup(static b => b.Group, static b => b.Name);
                Assert.Equal(next.Keys, read.Select(static r => r.Key).Order());
                foreach (var (group, names) in next) Assert.Equal(names, read[group]);
                Assert.Equal(5 * next.Values.Sum(static n => n.Count), test._index.BytesOf(new CheckpointBarrier(id), []));
                if (!complete) continue;
                model = next;
                Assert.Equal(model.Values.SelectMany(static n => n).Order(StringComparer.Ordinal), test._held.Order(StringComparer.Ordinal));
            }
        });

    [Theory]
    [InlineData(180)]
    [InlineData(720)]
    public void However_many_checkpoints_there_are_there_are_few_runs_and_little_is_written_again(int keyGroups)
    {
        const int Checkpoints = 3000;
        const int Longest = 64;
        var (random, most, written, rewritten) = (new Random(7), 0, 0, 0);
        var lengths = new int[keyGroups];
        for (var id = 1; id <= Checkpoints; id++)
        {
            var blocks = new List<StateBlock>();
            for (var group = 0; group < keyGroups; group++)
            {
                if (id > 1 && random.Next(4) > 0) continue;
                lengths[group] = (lengths[group] + 1) % Longest;
                blocks.Add(Full("n", group) with { IsFull = id == 1 || lengths[group] == 0 });
            }

            written += blocks.Count;
            var barrier = new CheckpointBarrier(id, Base: _base);
            rewritten += _index.Next(barrier, [Blob($"{id}", [.. blocks])], $"index-{id}")?.Sum(static b => b.Blocks.Count) ?? 0;
            most = Math.Max(most, _index.Wrote(barrier, 1).Count);
            _base = id;
        }

        Assert.InRange(most, 1, 5);
        // Those that change little write up to 256 blocks again, which is a small blob.
        Assert.InRange(rewritten, written, (written * 10) + (Checkpoints * 512));
    }

    /// <summary>Writes a checkpoint that is completed, and returns what it consists of.</summary>
    private string[] Complete(long id, params StateBlob[] written)
    {
        var resolved = Write(id, written);
        _held.UnionWith(_index.Added);
        _held.ExceptWith(_index.Freed);
        _freed.AddRange(_index.Freed);
        _base = id;
        return resolved;
    }

    private string[] Write(long id, params StateBlob[] written) => Write(id, new CheckpointBarrier(id, Base: _base), written);

    private string[] Write(long id, CheckpointBarrier barrier, params StateBlob[] written)
    {
        var run = _index.Next(barrier, written, $"index-{id}");
        if (run is not null) _stored[$"index-{id}"] = run;
        var runs = _index.Wrote(barrier, run is null ? null : 1);
        return [.. IndexRuns.Resolve(id, runs.Select(r => (r, _stored[$"index-{r.Checkpoint}"]))).Select(Text)];
    }

    private static StateBlob Blob(string name, params StateBlock[] blocks) => new(name, 100, blocks);

    private static StateBlock Full(string state, int keyGroup) => new("count", state, keyGroup, 0, 5, 0);

    private static StateBlock Increment(string state, int keyGroup) => Full(state, keyGroup) with { IsFull = false };

    private static string Text(StateBlob blob) => $"{blob.Name} {string.Join(' ', blob.Blocks.Select(static b => $"{b.State}{b.KeyGroup}"))}";
}
