using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Jobs;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Jobs;

public sealed class DeletionTests
{
    private const int Retain = 3;

    private static readonly SubtaskId s_subtask = new(0, 0);

    private readonly MemoryBlobStore _blobs = new();
    private readonly FakeTimeProvider _time = new();
    private readonly JobStore _store;

    public DeletionTests() => _store = new JobStore(_blobs);

    [Fact]
    public void Whatever_is_full_or_an_increment_exactly_what_retained_checkpoints_reach_is_left() =>
        Gen.Bool.Array[1, 40].Sample(static isFull =>
        {
            var test = new DeletionTests();
            var leader = new Leader(test, JobHead.Create(JobFixture.JobId, "job", 8).BeginAttempt(1, 0), id => isFull[(int)id - 1]);
            foreach (var _ in isFull)
            {
                leader.Complete();
                leader.Delete();
            }

            Assert.Equal(leader.Head.Retained.SelectMany(c => test._store.Reach(c.Manifest)).Distinct().Order(StringComparer.Ordinal), test._blobs.List(""));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_deposed_leader_that_deletes_late_takes_nothing_from_its_successor_that_restores_whichever_checkpoint_is_retained(int restored)
    {
        var deposed = new Leader(this, JobHead.Create(JobFixture.JobId, "job", 8).BeginAttempt(1, 0), static id => id % 4 == 1);
        for (var i = 0; i < 9; i++)
        {
            deposed.Complete();
            // The last deletions are still to come when it is paused.
            if (i < 6) deposed.Delete();
        }

        var head = deposed.Head.AsOf(deposed.Head.Retained[restored]).TakeOver("other", 2).BeginAttempt(2, deposed.Head.Retained[restored].Checkpoint);
        var successor = new Leader(this, head, static id => id % 4 == 1, _store.ReadManifest(head.Latest!.Manifest));
        successor.Complete();
        deposed.Delete();
        foreach (var checkpoint in successor.Head.Retained) _store.Verify(checkpoint.Manifest);
        for (var i = 0; i < 4; i++)
        {
            successor.Complete();
            successor.Delete();
            foreach (var checkpoint in successor.Head.Retained) _store.Verify(checkpoint.Manifest);
        }

        Assert.Equal(successor.Head.Retained.SelectMany(c => _store.Reach(c.Manifest)).Distinct().Order(StringComparer.Ordinal), _blobs.List(""));
    }

    [Fact]
    public void Leftovers_are_looked_for_with_the_first_checkpoint_of_an_attempt_when_all_are_its_own_and_every_few_hours()
    {
        var leader = new Leader(this, JobHead.Create(JobFixture.JobId, "job", 8).BeginAttempt(1, 0), static _ => false);
        var first = new Leader(this, leader.Head, static _ => false);
        for (var i = 0; i < 4; i++) first.Complete();
        leader = new Leader(this, first.Head.BeginAttempt(2, first.Head.Latest!.Checkpoint), static _ => true, _store.ReadManifest(first.Head.Latest.Manifest));
        Assert.Equal([true, false, true, false, false], Enumerable.Range(0, 5).Select(_ => leader.Complete()));
        _time.Advance(TimeSpan.FromHours(7));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => leader.Complete()));
    }

    /// <summary>One leader with one subtask, whose state has one block in each checkpoint.</summary>
    private sealed class Leader
    {
        private readonly DeletionTests _test;
        private readonly Deletion _deletion;
        private readonly SubtaskIndex _index;
        private readonly Func<long, bool> _isFull;
        private readonly Queue<JobEffect> _effects = new();
        private CheckpointManifest? _base;
        private long _next;

        public Leader(DeletionTests test, JobHead head, Func<long, bool> isFull, CheckpointManifest? restored = null)
        {
            (_test, Head, _isFull, _base, _deletion) = (test, head, isFull, restored, new Deletion(test._time));
            _index = new SubtaskIndex(restored is null ? [] : test._store.ReadState(restored));
            _deletion.Begin(s_subtask);
            _next = head.ReservedIds - JobHead.IdBlock + 1;
        }

        public JobHead Head { get; private set; }

        /// <summary>Completes a checkpoint; returns whether leftovers are to be looked for.</summary>
        public bool Complete()
        {
            var barrier = new CheckpointBarrier(_next++, Base: _base?.Checkpoint ?? 0);
            var prefix = JobStore.StateName(Head.JobId, barrier, s_subtask, Head.Attempt, FakeTasks.Writer);
            var blob = _test._store.State.Write($"{prefix}-0", new byte[] { 1, 2, 3 }, [new StateBlock("op", "n", 0, 0, 3, 0, IsFull: _base is null || _isFull(barrier.Checkpoint))]);
            long? length = _index.Next(barrier, [blob], JobStore.IndexName(prefix)) is { } run ? _test._store.State.WriteIndex(JobStore.IndexName(prefix), run) : null;
            var acknowledgement = new SubtaskAcknowledgement(s_subtask, barrier.Checkpoint, false, new SubtaskState(Head.Attempt, FakeTasks.Writer, _index.Wrote(barrier, length))) { Added = _index.Added, Freed = _index.Freed };
            var manifest = TestCheckpoints.Empty(barrier.Checkpoint, Head.JobId, "job") with { Operators = _base?.Operators ?? "", Vertices = [new VertexState(["op"], Core.KeyGroups.KeyGroupAssignment.Even(1, 8, 1), [acknowledgement.State])] };
            var (written, name) = _test._store.WriteManifestAsync(manifest, [], Head.LeaderEpoch, CancellationToken.None).Now();
            var after = Head.Complete(new RetainedCheckpoint(barrier.Checkpoint, name), Retain);
            var effects = _deletion.Complete(_base, written, [acknowledgement], Head, after);
            foreach (var effect in effects) _effects.Enqueue(effect);
            (Head, _base) = (after, written);
            return effects.Any(static e => e is JobEffect.Scavenge);
        }

        /// <summary>Carries out what is to be deleted.</summary>
        public void Delete()
        {
            while (_effects.TryDequeue(out var effect))
            {
                if (effect is JobEffect.Delete delete) _test._store.DeleteFreedAsync(delete.Head, delete.Freed, CancellationToken.None).Now();
                else _test._store.Scavenge(((JobEffect.Scavenge)effect).Head);
            }
        }
    }
}
