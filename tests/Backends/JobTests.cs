using Millrace.Local;
using Millrace.Runtime.State;
using Millrace.Testing;

namespace Millrace.Backends.Tests;

/// <summary>A job whose state is kept by a third-party backend.</summary>
public sealed class JobTests
{
    private static readonly int[] s_numbers = [.. Enumerable.Range(0, 2000).Select(i => i * 7919 % 1009)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void State_of_each_kind_comes_through_crashes_rescales_and_a_savepoint(int seed)
    {
        var backend = new CountingFactory();
        using var job = new JobHarness(
            () => new RanksJob(new TestSink<(int, int, string)>()),
            new JobHarnessOptions { Seed = seed, CheckpointInterval = TimeSpan.FromMilliseconds(10), StateBackend = backend });
        var numbers = new TestSource<int>(splits: 1);
        job.ReplaceSource("numbers", numbers);
        var ranks = job.ReplaceSink<(int, int, string)>("out");
        var changes = new Action[] { job.Crash, () => job.Rescale(5), () => job.Restore(job.TakeSavepoint(), parallelism: 3), job.Crash, () => job.Rescale(1) };
        foreach (var (part, change) in s_numbers.Chunk(s_numbers.Length / changes.Length).Zip(changes))
        {
            numbers.PushAll(part);
            job.RunFor(TimeSpan.FromMilliseconds(15));
            change();
        }

        numbers.End();
        job.RunToEnd();
        Assert.Equal(Expected().Order(), ranks.Visible.Order());
        Assert.InRange(backend.Made, 2 + 2 + 5 + 3 + 3 + 1, 100);
    }

    [Fact]
    public void A_job_program_keeps_its_state_where_it_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("millrace-backends-");
        var (backend, ranks) = (new CountingFactory(), new TestSink<(int, int, string)>());
        Assert.Equal(0, JobProgram.Run(["--parallelism", "2", "--checkpoint-dir", folder.FullName], () => new RanksJob(ranks), stateBackend: backend));
        folder.Delete(recursive: true);
        Assert.Equal(Expected().Order(), ranks.Visible.Order());
        Assert.Equal(2, backend.Made);
    }

    private static IEnumerable<(int, int, string)> Expected() => s_numbers.GroupBy(n => n % 13).SelectMany(group =>
    {
        var (all, seen) = (new List<int>(), new SortedSet<int>());
        return group.Select(n =>
        {
            all.Add(n);
            seen.Add(n);
            return (n, seen.TakeWhile(s => s < n).Count(), string.Join(' ', all.TakeLast(3)));
        }).ToList();
    });

    private sealed class RanksJob(TestSink<(int, int, string)> ranks) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(TestSource.Of(s_numbers)).Uid("numbers").KeyBy(n => n % 13).Process(new Ranks()).Uid("ranks").SinkTo(ranks).Uid("out");
    }

    /// <summary>The rank of each number among the distinct ones of its key, and the key's last three.</summary>
    private sealed class Ranks : KeyedProcessFunction<int, int, (int, int, string)>
    {
        private readonly MapState<int, bool> _seen = new("seen", Ttl.After(TimeSpan.FromHours(1)));
        private readonly ListState<int> _last = new("last");
        private readonly ReducingState<int> _count = new("count", static (a, b) => a + b);

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, int, string)> output)
        {
            _seen.Put(value, true);
            _last.Update([.. _last.Entries.TakeLast(2), value]);
            if (_count.Add(1) % 10 == 0) _count.Clear();
            output.Collect((value, _seen.Keys.TakeWhile(s => s < value).Count(), string.Join(' ', _last.Entries)));
        }
    }

    private sealed class CountingFactory : IKeyedStateBackendFactory
    {
        private readonly SortedStateBackendFactory _factory = new();
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public IKeyedStateBackend Create(KeyedStateContext context)
        {
            Interlocked.Increment(ref _made);
            return _factory.Create(context);
        }
    }
}
