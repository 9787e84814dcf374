using CsCheck;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;

namespace Millrace.Tests.Testing.Backends;

/// <summary>The contract tests of state backends: derive, and return the backend.</summary>
public abstract partial class KeyedStateBackendKit
{
    private const int LongestChain = 12;

    private static readonly SerializerCache s_serializers = new();

    /// <summary>The backend.</summary>
    protected abstract IKeyedStateBackendFactory Backend { get; }

    [Fact]
    public void It_behaves_as_dictionaries_under_random_changes_slices_aborts_checkpoints_and_restores() => BackendProgram.Steps.Sample(
        program =>
        {
            using var run = new BackendRun(Create);
            foreach (var step in program)
            {
                BackendProgram.Apply(run, step);
                run.Compare(BackendProgram.KeyOf(step.Key));
            }

            run.Finish();
            run.CompareAll();
            run.Rescale(3);
            run.CompareAll();
        },
        iter: 600);

    [Fact]
    public void A_snapshot_holds_what_there_was_at_its_barrier()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 100, "before");
        run.Barrier();
        for (var i = 0; i < 100; i++)
        {
            run.Slice(0, 40);
            Fill(run, (i * 37) % 100, 1, "after");
            if (i % 3 == 0) Clear(run, (i * 53) % 100);
            Fill(run, 100 + i, 1, "new");
        }

        run.Finish();
        run.CompareAll();
        run.Restore(2);
        Assert.True(run.Of("key7").Text.TryGet(out var text) && text == "before");
        run.CompareAll();
    }

    [Fact]
    public void An_increment_holds_what_has_changed()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 500, "a value of some length");
        run.Checkpoint();
        var full = run.Chain.Bytes;
        Fill(run, 7, 3, "changed");
        Clear(run, 100);
        run.Checkpoint();
        Assert.InRange(run.Chain.Bytes - full, 1, full / 10);
        var one = run.Chain.Bytes;
        run.Checkpoint();
        Assert.Equal(one, run.Chain.Bytes);
    }

    [Fact]
    public void What_was_removed_stays_removed_and_may_come_again()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 50, "first");
        run.Checkpoint();
        for (var i = 0; i < 50; i++) Clear(run, i);
        run.Checkpoint();
        run.Restore(3);
        run.CompareAll();
        Fill(run, 0, 25, "second");
        run.Checkpoint();
        for (var i = 0; i < 25; i += 2) Clear(run, i);
        Fill(run, 0, 5, "third");
        run.Rescale(2);
        run.CompareAll();
    }

    [Fact]
    public void The_changes_of_a_checkpoint_that_was_given_up_are_in_the_next()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 30, "base");
        run.Checkpoint();
        for (var round = 0; round < 4; round++)
        {
            Fill(run, round * 5, 5, $"round {round}");
            Clear(run, 29 - round);
            run.Barrier();
            run.Slice(0, 60);
            if (round % 2 == 0) run.Abort();
        }

        run.Rescale(4);
        run.CompareAll();
    }

    [Fact]
    public void A_savepoint_is_complete_in_itself_and_changes_nothing_for_checkpoints()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 40, "base");
        run.Checkpoint();
        Fill(run, 0, 10, "changed");
        Clear(run, 20);
        run.Barrier(isSavepoint: true);
        Fill(run, 5, 10, "changed again");
        run.Finish();
        run.Rescale(2);
        run.CompareAll();
    }

    [Fact]
    public void Any_parallelism_is_restored_as_any_other_and_goes_on_from_the_increments()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 60, "base");
        foreach (var parallelism in new[] { 2, 1, 5, 3, 30, 7, 1, 30, 2 })
        {
            run.Rescale(parallelism);
            Fill(run, parallelism, 6, $"at {parallelism}");
            Clear(run, parallelism * 2);
            run.Checkpoint();
            Clear(run, (parallelism * 2) + 1);
        }

        run.Rescale(4);
        run.CompareAll();
    }

    [Fact]
    public void A_subtask_restores_the_key_groups_that_it_is_given_and_no_others()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 60, "base");
        run.Checkpoint();
        Fill(run, 30, 10, "changed");
        run.Checkpoint();
        var assignment = KeyGroupAssignment.Even(1, BackendSubtask.MaxParallelism, 2);
        using var half = new BackendSubtask(Create, run.Chain.Of(assignment, 1), 0);
        for (var i = 0; i < 60; i++)
        {
            var isOwn = assignment.OwnerOf(BackendSubtask.KeyGroupOf($"key{i}")) == 1;
            Assert.Equal(isOwn, half.At($"key{i}").Text.TryGet(out _));
            Assert.Equal(isOwn ? 1 : 0, half.Map.Entries().Count());
        }

        Assert.NotEqual(0, half.Backend.Entries);
    }

    [Fact]
    public void Entries_are_enumerated_while_a_snapshot_is_copied()
    {
        using var run = new BackendRun(Create);
        for (var i = 0; i < 50; i++) Put(run, "map", $"entry{i:D2}", "before");
        run.Barrier();
        foreach (var (mapKey, value) in run.Of("map").Map.Entries())
        {
            Assert.Equal("before", value);
            Put(run, "map", mapKey, "after");
            run.Slice(0, 30);
        }

        run.Finish();
        run.CompareAll();
        run.Restore(1);
        Assert.All(run.Of("map").Map.Entries(), static e => Assert.Equal("before", e.Value));
        Assert.Equal(50, run.Of("map").Map.Entries().Count());
    }

    [Fact]
    public void A_chain_of_increments_stays_bounded()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 20, "a value of some length");
        run.Checkpoint();
        var (blocks, bytes) = (run.Chain.Count, run.Chain.Bytes);
        for (var round = 0; round < 200; round++)
        {
            Fill(run, round % 20, 3, $"round {round}");
            Clear(run, (round + 7) % 20);
            run.Checkpoint();
            Assert.InRange(run.Chain.Count, 1, blocks * 30);
            Assert.InRange(run.Chain.Bytes, 1, bytes * 4);
        }
    }

    [Fact]
    public void Small_changes_of_large_state_make_no_long_chain_however_many_checkpoints_there_are()
    {
        using var run = new BackendRun(Create);
        for (var key = 0; key < 60; key++) Put(run, $"key{key}", "large", new string('v', 2_000));
        run.Checkpoint();
        var longest = 0;
        for (var round = 0; round < 300; round++)
        {
            // In every key group, and small compared with its state.
            for (var key = 0; key < 60; key++) Put(run, $"key{key}", "entry", $"round {round}");
            if (round % 50 == 7) run.Restore(1 + (round % 3));
            else run.Checkpoint();
            longest = Math.Max(longest, run.Chain.Longest);
            Assert.InRange(run.Chain.Longest, 0, LongestChain);
        }

        run.CompareAll();
        Assert.InRange(longest, 2, int.MaxValue);
        run.Rescale(3);
        run.CompareAll();
    }

    [Fact]
    public void A_removed_and_forgotten_key_takes_no_room()
    {
        using var run = new BackendRun(Create);
        for (var round = 0; round < 50; round++)
        {
            Fill(run, round * 20, 20, "a value");
            run.Checkpoint();
            for (var i = 0; i < 20; i++) Clear(run, (round * 20) + i);
        }

        run.Checkpoint();
        run.Checkpoint();
        Assert.Equal(0, run.Of("key0").Backend.Entries);
        Assert.InRange(run.Of("key0").Backend.Bytes, 0, 64_000);
        Assert.Equal(0, run.Chain.Count);
    }

    [Fact]
    public void A_sweep_removes_what_nobody_misses_and_nothing_else()
    {
        using var run = new BackendRun(Create);
        Fill(run, 0, 30, "quite dead");
        Fill(run, 30, 30, "alive");
        for (var i = 0; i < 30; i++) Put(run, $"key{i}", "other", "alive");
        run.Checkpoint();
        var before = run.Of("key0").Backend.Entries;
        run.Barrier();
        for (var i = 0; i < 100; i++)
        {
            run.Sweep(10);
            run.Slice(0, 50);
        }

        run.Finish();
        run.Rescale(1);
        for (var i = 0; i < 30; i++)
        {
            Assert.False(run.Of($"key{i}").Text.TryGet(out _));
            Assert.Equal(["other"], run.Of($"key{i}").Map.Entries().Select(static e => e.Key));
        }

        run.CompareAll();
        Assert.InRange(run.Of("key0").Backend.Entries, 1, before - 60);
    }

    private IKeyedStateBackend Create(KeyContext key) => Create(key, new Dictionary<string, StateDescriptor>());

    private IKeyedStateBackend Create(KeyContext key, IReadOnlyDictionary<string, StateDescriptor> written) =>
        Backend.Create(new KeyedStateContext("job", new OperatorId("kit"), 0, 1, key, s_serializers, written, TimeProvider.System, new PlayedEventClock()) { LongestChain = LongestChain });

    private static void Fill(BackendRun run, int from, int count, string value)
    {
        for (var key = from; key < from + count; key++)
        {
            var (subtask, model) = (run.Of($"key{key}"), run.Model($"key{key}"));
            subtask.Text.Update(model.Text = value);
            subtask.Number.Update((key, (byte)key));
            model.Number = (key, (byte)key);
            Put(run, $"key{key}", "entry", value);
        }
    }

    private static void Put(BackendRun run, string key, string mapKey, string value) => run.Of(key).Map.Put(mapKey, run.Model(key).Map[mapKey] = value);

    private static void Clear(BackendRun run, int key)
    {
        var (subtask, model) = (run.Of($"key{key}"), run.Model($"key{key}"));
        subtask.Text.Clear();
        subtask.Number.Clear();
        subtask.Map.Clear();
        (model.Text, model.Number) = (null, null);
        model.Map.Clear();
    }
}
