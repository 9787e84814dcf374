using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>Operator state through failures, a stop and a rescale of the whole cluster.</summary>
public sealed class OperatorStateTests
{
    private const int Numbers = 4_000;
    private const int Rules = 30;

    private readonly TestSink<int> _world = new();
    private readonly JobStore _store = new(new MemoryBlobStore());
    private int _failures;

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 5)]
    public async Task What_a_list_holds_back_comes_out_once_by_the_rules_of_every_copy(int before, int after)
    {
        var stopped = await Begin(before, null, rate: 1_000, (cluster, result) =>
        {
            if (result.Checkpoints == 4) cluster.Stop();
        });
        Assert.Equal(JobState.Stopped, stopped.State);
        var finished = await Begin(after, "latest", rate: 1e9, (_, _) => { });
        Assert.Equal(JobState.Finished, finished.State);
        Assert.True(stopped.Restarts + finished.Restarts > 0);
        Assert.Equal(Enumerable.Range(0, Numbers), _world.Visible.Order());
    }

    private Task<JobResult> Begin(int parallelism, string? restore, double rate, Action<LocalCluster, JobResult> onChange) => EmbeddedRun.Begin(
        () => new HoldingJob(this, rate),
        _store,
        new JobRunOptions { Parallelism = parallelism, MaxParallelism = restore is null ? 12 : null, Restore = restore, CheckpointDirectory = "in-memory" },
        onChange);

    private sealed class HoldingJob(OperatorStateTests test, double rate) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1));
            var rules = env.FromSource(new NumberSource(Rules, 1)).Uid("rules");
            env.FromSource(new NumberSource(Numbers, 4), WatermarkStrategy.Ascending<int>().WithTimestamps(n => n)).RateLimit(rate).Uid("numbers")
                .KeyBy(n => n % 50).Connect(rules.Broadcast()).Process(new HoldBack(test)).Uid("hold").SinkTo(test._world).Uid("world");
        }
    }

    private sealed class HoldBack(OperatorStateTests test) : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly BroadcastState<int, string> _rules = new("rules");
        private readonly OperatorListState<int> _held = new("held");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            // Once in each half, after some records: the attempt restores a checkpoint in which elements are held.
            if (value is 300 or 3_700 && Interlocked.Increment(ref test._failures) is 1 or 2) throw new InvalidOperationException("once");
            _held.Add(value);
            context.Timers.RegisterEventTimeTimer(Numbers);
        }

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output) => _rules.Put(value, $"rule {value}");

        public override void OnTimer(OnTimerContext<int> context, ICollector<int> output)
        {
            // All rules have arrived, because the watermark waits for both inputs; after the rescale they are those of the checkpoint.
            foreach (var value in _held.Entries) output.Collect(_rules.TryGet(value % Rules, out var rule) && rule == $"rule {value % Rules}" ? value : -1);
            _held.Clear();
        }
    }
}
