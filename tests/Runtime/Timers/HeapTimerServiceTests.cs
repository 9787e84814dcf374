using CsCheck;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Timers;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.Timers;

/// <summary>Timers against a model, and the cases of section 9 of <c>../shared/cases/README.md</c>; here a namespace is part of the key.</summary>
public sealed class HeapTimerServiceTests
{
    private enum Act
    {
        RegisterEvent,
        DeleteEvent,
        RegisterProcessing,
        DeleteProcessing,
        AdvanceEvent,
        AdvanceProcessing,
        Barrier,
        Slice,
        Finish,
        Rescale,
        EndInput,
    }

    private static readonly Gen<(Act Act, int Key, long Time)> Steps = Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 6], Gen.Long[-3, 30]);

    [Fact]
    public void It_fires_what_a_model_fires_under_random_programs_and_rescales() => Steps.Array[1, 150].Sample(program =>
    {
        var run = new ModelRun();
        foreach (var (act, key, time) in program) run.Apply(act, $"k{key}", time);
        run.Apply(Act.AdvanceEvent, "", long.MaxValue);
        run.Apply(Act.AdvanceProcessing, "", long.MaxValue);
    });

    [Fact]
    public void Timers_are_deduplicated_and_the_next_one_is_known()
    {
        var timers = new TimerSubtask([]);
        foreach (var time in new[] { 10, 20, 30, 10 }) timers.At("ciao").RegisterProcessingTimeTimer(time);
        foreach (var time in new[] { 10, 20, 20 }) timers.At("hello").RegisterProcessingTimeTimer(time);
        Assert.Equal(10, timers.Service.NextProcessingTime);
        Assert.Equal(["ciao@10", "hello@10"], timers.Fire(TimeDomain.ProcessingTime, 10));
        Assert.Equal(20, timers.Service.NextProcessingTime);
        Assert.Equal(["ciao@20", "hello@20", "ciao@30"], timers.Fire(TimeDomain.ProcessingTime, 100));
        Assert.Equal(long.MaxValue, timers.Service.NextProcessingTime);
    }

    [Fact]
    public void An_earlier_timer_is_the_next_one()
    {
        var timers = new TimerSubtask([]);
        timers.At("a").RegisterProcessingTimeTimer(20);
        timers.At("a").RegisterProcessingTimeTimer(10);
        Assert.Equal(10, timers.Service.NextProcessingTime);
        timers.At("a").DeleteProcessingTimeTimer(10);
        Assert.Equal(20, timers.Service.NextProcessingTime);
    }

    [Fact]
    public void A_timer_that_registers_the_next_one_leaks_none()
    {
        var timers = new TimerSubtask([]);
        timers.At("a").RegisterProcessingTimeTimer(10);
        for (var time = 10; time <= 30; time += 10)
        {
            Assert.Equal([$"a@{time}"], timers.Fire(TimeDomain.ProcessingTime, time));
            if (time < 30) timers.At("a").RegisterProcessingTimeTimer(time + 10);
        }

        Assert.Equal(long.MaxValue, timers.Service.NextProcessingTime);
    }

    [Fact]
    public void Event_timers_fire_once_each_and_deleted_ones_do_not()
    {
        string[] keys = ["1 ciao", "1 hello", "2 ciao", "2 hello"];
        var timers = new TimerSubtask([]);
        foreach (var key in keys) timers.At(key).RegisterEventTimeTimer(10);
        Assert.Empty(timers.Fire(TimeDomain.EventTime, 9));
        Assert.Equal(keys.Select(k => $"{k}@10"), timers.Fire(TimeDomain.EventTime, 10));
        Assert.Empty(timers.Fire(TimeDomain.EventTime, 10));
        foreach (var key in keys) timers.At(key).RegisterEventTimeTimer(20);
        timers.At("1 hello").DeleteEventTimeTimer(20);
        timers.At("2 ciao").DeleteEventTimeTimer(20);
        timers.At("2 ciao").DeleteProcessingTimeTimer(20);
        Assert.Equal(["1 ciao@20", "2 hello@20"], timers.Fire(TimeDomain.EventTime, 20));
    }

    [Fact]
    public void Each_half_of_the_key_groups_fires_its_own_timers()
    {
        var timers = new TimerSubtask([]);
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"key{i}")];
        foreach (var key in keys)
        {
            timers.At(key).RegisterEventTimeTimer(10);
            timers.At(key).RegisterProcessingTimeTimer(10);
        }

        var blocks = timers.Copy();
        var halves = KeyGroupAssignment.Even(1, TimerSubtask.MaxParallelism, 2);
        for (var half = 0; half < 2; half++)
        {
            var restored = new TimerSubtask([.. CheckpointChain.Empty.Next(blocks).Of(halves, half)]);
            var own = keys.Where(k => halves.OwnerOf(TimerSubtask.KeyGroupOf(k)) == half).Order(StringComparer.Ordinal).Select(k => $"{k}@10").ToList();
            Assert.NotEmpty(own);
            Assert.Equal(own, restored.Fire(TimeDomain.EventTime, 10));
            Assert.Equal(own, restored.Fire(TimeDomain.ProcessingTime, 10));
        }
    }

    [Fact]
    public void After_a_restore_each_key_goes_on_from_the_watermark_that_its_subtask_had_reached()
    {
        var halves = KeyGroupAssignment.Even(1, TimerSubtask.MaxParallelism, 2);
        var blocks = new List<RestoredBlock>();
        for (var half = 0; half < 2; half++)
        {
            var timers = new TimerSubtask([], keyGroups: [.. halves.OwnedBy(half)]);
            timers.Service.Advance(half == 0 ? 10 : 30);
            timers.Service.Fired();
            timers.Service.Advance(half == 0 ? 15 : 35);
            blocks.AddRange(timers.Copy());
        }

        var keys = Enumerable.Range(0, 20).Select(i => $"key{i}").ToLookup(k => halves.OwnerOf(TimerSubtask.KeyGroupOf(k)));
        var whole = new TimerSubtask(blocks);
        Assert.Equal((15, 15, 10), (whole.Service.Watermark, whole.Service.CurrentWatermark, whole.Service.FiredUpTo));
        Assert.All(keys[0], k => Assert.Equal((15, 10), (whole.At(k).CurrentWatermark, whole.Service.CurrentFiredUpTo)));
        Assert.All(keys[1], k => Assert.Equal((35, 30), (whole.At(k).CurrentWatermark, whole.Service.CurrentFiredUpTo)));
        whole.Service.Advance(40);
        whole.Service.Fired();
        Assert.All(keys.SelectMany(static k => k), k => Assert.Equal((40, 40), (whole.At(k).CurrentWatermark, whole.Service.CurrentFiredUpTo)));

        // A subtask that takes over the same key groups goes on where the old one was, whatever the others had reached.
        var second = new TimerSubtask(blocks, keyGroups: [.. halves.OwnedBy(1)]);
        Assert.Equal((35, 30), (second.Service.Watermark, second.Service.FiredUpTo));
    }

    /// <summary>Subtasks that share the key groups, with the timers that they should have.</summary>
    private sealed class ModelRun
    {
        private SortedSet<(long Time, string Key)> _event = [];
        private SortedSet<(long Time, string Key)> _processing = [];
        private KeyGroupAssignment _assignment = KeyGroupAssignment.Even(1, TimerSubtask.MaxParallelism, 1);
        private TimerSubtask[] _subtasks = [new([])];
        private (IStateSnapshot Snapshot, BlockCollector Writer, bool IsDone)[] _copying = [];
        private (SortedSet<(long Time, string Key)> Event, SortedSet<(long Time, string Key)> Processing) _marked = ([], []);
        private CheckpointChain _chain = CheckpointChain.Empty;
        private long _completed;
        private long _ids;

        public void Apply(Act act, string key, long time)
        {
            switch (act)
            {
                case Act.RegisterEvent:
                    Of(key).RegisterEventTimeTimer(time);
                    _event.Add((time, key));
                    break;
                case Act.DeleteEvent:
                    Of(key).DeleteEventTimeTimer(time);
                    _event.Remove((time, key));
                    break;
                case Act.RegisterProcessing:
                    Of(key).RegisterProcessingTimeTimer(time);
                    _processing.Add((time, key));
                    break;
                case Act.DeleteProcessing:
                    Of(key).DeleteProcessingTimeTimer(time);
                    _processing.Remove((time, key));
                    break;
                case Act.AdvanceEvent:
                    Advance(TimeDomain.EventTime, _event, time);
                    break;
                case Act.AdvanceProcessing:
                    Advance(TimeDomain.ProcessingTime, _processing, time);
                    break;
                case Act.EndInput when time % 3 == 0:
                    foreach (var subtask in _subtasks) subtask.Service.DropProcessingTimeTimers();
                    _processing.Clear();
                    break;
                case Act.Barrier:
                    Barrier();
                    break;
                case Act.Slice when _copying.Length > 0:
                    Slice(ref _copying[(time & 0xFF) % _copying.Length], 1);
                    break;
                case Act.Finish:
                    Finish(time % 2 == 0);
                    break;
                case Act.Rescale:
                    Rescale(1 + (int)Math.Abs(time % 5));
                    break;
            }

            Assert.Equal(_processing.Count == 0 ? long.MaxValue : _processing.Min.Time, _subtasks.Min(s => s.Service.NextProcessingTime));
        }

        private HeapTimerService<string> Of(string key) => _subtasks[_assignment.OwnerOf(TimerSubtask.KeyGroupOf(key))].At(key);

        private void Advance(TimeDomain domain, SortedSet<(long Time, string Key)> model, long upTo)
        {
            for (var i = 0; i < _subtasks.Length; i++)
            {
                var due = model.Where(t => t.Time <= upTo && _assignment.OwnerOf(TimerSubtask.KeyGroupOf(t.Key)) == i).Select(t => $"{t.Key}@{t.Time}").ToList();
                Assert.Equal(due, _subtasks[i].Fire(domain, upTo));
            }

            model.RemoveWhere(t => t.Time <= upTo);
        }

        // A barrier in flight is aborted.
        private void Barrier()
        {
            var request = new SnapshotRequest(++_ids, _completed, IsFull: false);
            _copying = [.. _subtasks.Select(s => (s.Service.BeginSnapshot(request), new BlockCollector(), false))];
            _marked = ([.. _event], [.. _processing]);
        }

        private static void Slice(ref (IStateSnapshot Snapshot, BlockCollector Writer, bool IsDone) copying, long bytes)
        {
            if (!copying.IsDone) copying.IsDone = copying.Writer.Slice(copying.Snapshot, bytes);
        }

        private void Finish(bool tell)
        {
            if (_copying.Length == 0) return;
            for (var i = 0; i < _copying.Length; i++) Slice(ref _copying[i], long.MaxValue);
            _chain = _chain.Next(_copying.SelectMany(static c => c.Writer.Blocks));
            (_copying, _completed) = ([], _ids);
            if (!tell) return;
            foreach (var subtask in _subtasks) subtask.Service.Complete(_completed);
        }

        private void Rescale(int parallelism)
        {
            Finish(tell: false);
            if (_completed == 0) return;
            _assignment = KeyGroupAssignment.Even(1, TimerSubtask.MaxParallelism, parallelism);
            _subtasks = [.. Enumerable.Range(0, parallelism).Select(i => new TimerSubtask([.. _chain.Of(_assignment, i)], _completed))];
            (_event, _processing) = ([.. _marked.Event], [.. _marked.Processing]);
        }
    }
}
