using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Metrics;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>The instruments of a job in which everything that they count happens.</summary>
public sealed class TroubleMetricsTests : IDisposable
{
    private const int Numbers = 2_000;

    private readonly EngineMeter _meter = new();
    private readonly MeterReadings _readings;
    private int _uploadsToFail = 1;
    private int _crashesToCome = 1;
    private readonly Lock _gate = new();
    private double _mostEntries;

    public TroubleMetricsTests() => _readings = new MeterReadings(_meter);

    public void Dispose()
    {
        _readings.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Restarts_aborts_phases_and_what_was_dropped_are_counted()
    {
        var store = new BlobFaults(new MemoryBlobStore()) { FailsPut = name => IsOfSecondAttempt(name) && Interlocked.Decrement(ref _uploadsToFail) == 0 };
        var world = new TestSink<int>();
        var result = await EmbeddedRun.Begin(
            () => new TroubledJob(world, OnSum), new JobStore(store), new JobRunOptions { Parallelism = 2, MaxParallelism = 8 }, static (_, _) => { }, _meter);
        Assert.Equal((JobState.Finished, 1, 10L), (result.State, result.Restarts, result.Losses.DroppedTimers));
        Assert.Equal(Enumerable.Range(0, Numbers).Where(n => n % 100 != 7), world.Visible.Order());
        Assert.Equal(1, _readings.Sum(MetricNames.Restarts));
        // The crash may end one, too.
        Assert.InRange(_readings.Sum(MetricNames.Checkpoints, MetricNames.OutcomeTag, "aborted"), 1, 2);
        Assert.Equal(10, _readings.Sum(MetricNames.DroppedTimers));

        // Tasks count from zero in each attempt, and the last one started after the crash.
        Assert.Equal((1, "odd"), Only(MetricNames.LateRecords));
        var (failed, op) = Only(MetricNames.FailedRecords);
        Assert.Equal("odd", op);
        Assert.InRange(failed, 1, Numbers / 100);
        Assert.Equal(20, _mostEntries);
        foreach (var phase in new[] { "alignment", "copying", "upload" })
            Assert.Contains(_readings.All(MetricNames.TaskCheckpointDuration), m => Equals(m.Tags[MetricNames.PhaseTag], phase) && Equals(m.Tags[MetricNames.SubtaskTag], 1));
    }

    // An upload of the crashing attempt may fail too late to matter.
    private static bool IsOfSecondAttempt(string blob) => blob.Split("/blobs/")[^1].Split('-') is [_, _, _, "2", ..];

    private void OnSum(int number)
    {
        if (number == Numbers / 2 && Interlocked.Decrement(ref _crashesToCome) == 0) throw new InvalidOperationException("crash");
        if (number % 20 == 0) Look();
    }

    // A reading requests the state size from the tasks, and the next one has the answer.
    private void Look()
    {
        lock (_gate) _mostEntries = Math.Max(_mostEntries, _readings.Sum(MetricNames.StateEntries, MetricNames.OperatorTag, "odd"));
    }

    private (double Value, string Operator) Only(string name)
    {
        var found = _readings.All(name).Where(static m => m.Value > 0).ToList();
        return (found.Sum(static m => m.Value), Assert.Single(found.Select(static m => (string)m.Tags[MetricNames.OperatorTag]!).Distinct()));
    }

    private sealed class TroubledJob(TestSink<int> world, Action<int> onSum) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1), userRestarts: 5);
            env.FromSource(new NumberSource(Numbers, 2)).RateLimit(5_000).Uid("numbers")
                .KeyBy(n => n % 10).Process(new Odd()).Uid("odd").OnError(ErrorHandling.Skip)
                .Map(Told).SinkTo(world).Uid("world");
        }

        private int Told(int number)
        {
            onSum(number);
            return number;
        }
    }

    /// <summary>Has two state entries and one timer per key, and drops the last number as if it were late.</summary>
    private sealed class Odd : KeyedProcessFunction<int, int, int>
    {
        private readonly MapState<bool, int> _last = new("last");
        private Counter _late = null!;

        public override void Open(FunctionContext context) => _late = context.LateRecords;

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            _last.Put(true, value);
            context.Timers.RegisterProcessingTimeTimer(long.MaxValue - 1);
            if (value % 100 == 7) throw new FormatException("odd");
            if (value == Numbers - 1) _late.Add();
            output.Collect(value);
        }
    }
}
