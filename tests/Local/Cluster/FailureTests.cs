using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>What a user learns about a function that throws.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("map", "map-it", "a record of numbers")]
    [InlineData("filter", "filter-it", "a record of numbers")]
    [InlineData("flat-map", "flat-map-it", "a record of numbers")]
    [InlineData("collect", "collect-it", "a record of numbers")]
    [InlineData("after", "after-it", "a record of numbers")]
    [InlineData("key", "the partitioning of after-it's output", "a record of numbers")]
    [InlineData("process", "process-it", "after-it, key '13'")]
    [InlineData("timer", "process-it", "a timer, key '13', timestamp 12")]
    [InlineData("sink", "sink-it", "after-it, key '13'")]
    public async Task The_failure_names_the_operator_and_the_record(string where, string op, string record)
    {
        var result = await EmbeddedRun.Begin(() => new ThrowingJob(where, RestartPolicy.None));
        Assert.Equal(JobState.Failed, result.State);
        var failure = result.Failure!;
        Assert.Equal(FailureDomain.User, failure.Domain);
        Assert.Equal(op, failure.Operator);
        Assert.Equal($"InvalidOperationException: thrown by {where}", failure.Message);
        Assert.Contains(record, failure.Record, StringComparison.Ordinal);
        Assert.Contains(nameof(ThrowingJob) + "." + nameof(ThrowingJob.Throw), failure.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_job_is_tried_again_as_often_as_its_policy_says_and_then_ends()
    {
        var result = await EmbeddedRun.Begin(() => new ThrowingJob("map", RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1), userRestarts: 3)));
        Assert.Equal((JobState.Failed, 3), (result.State, result.Restarts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_failed_and_what_did_not_are_there_once_although_the_job_restarts(int parallelism)
    {
        var (sums, failed) = (new TestSink<(int Key, int Sum)>(), new TestSink<(int Number, string Error)>());
        var crashes = 3;
        var result = await EmbeddedRun.Begin(() => new PoisonedJob(sums, failed, () => Interlocked.Decrement(ref crashes) >= 0), parallelism);
        Assert.Equal(JobState.Finished, result.State);
        // Several subtasks may crash in one attempt, which is one restart.
        Assert.InRange(result.Restarts, 1, 3);
        Assert.Equal(
            Enumerable.Range(0, PoisonedJob.Numbers).Where(n => n % 10 == 3).Select(n => (n, $"FormatException: {n}")),
            failed.Visible.OrderBy(f => f.Number));
        for (var key = 0; key < 5; key++)
        {
            var own = Enumerable.Range(0, PoisonedJob.Numbers).Where(n => n % 5 == key).ToList();
            Assert.Equal(own.Where(n => n % 10 != 3).Select((_, i) => own.Where(n => n % 10 != 3).Take(i + 1).Sum()), sums.Visible.Where(s => s.Key == key).Select(s => s.Sum).Order());
        }
    }

    /// <summary>Adds each number to the sum of its key before it throws on every tenth one; occasionally crashes elsewhere.</summary>
    private sealed class PoisonedJob(TestSink<(int Key, int Sum)> sums, TestSink<(int Number, string Error)> failed, Func<bool> crash) : IStreamJob
    {
        public const int Numbers = 3_000;

        private static readonly OutputTag<FailedRecord<int>> s_failed = new("failed");

        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1), userRestarts: 5);
            var all = env.FromSource(new NumberSource(Numbers, 1)).RateLimit(20_000).Uid("numbers").KeyBy(n => n % 5).Process(new SumOrThrow()).Uid("sums").OnError(s_failed);
            all.Map(s => s.Sum % 700 == 0 && s.Sum > 0 && crash() ? throw new InvalidOperationException("crash") : s).SinkTo(sums).Uid("to-sums");
            all.SideOutput(s_failed).Map(f => (f.Record, f.Error)).SinkTo(failed).Uid("to-failed");
        }

        private sealed class SumOrThrow : KeyedProcessFunction<int, int, (int Key, int Sum)>
        {
            private readonly ValueState<int> _sum = new("sum");

            public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int Key, int Sum)> output)
            {
                _sum.Update(_sum.Value + value);
                if (value % 10 == 3) throw new FormatException($"{value}");
                output.Collect((context.Key, _sum.Value));
            }
        }
    }

    private sealed class ThrowingJob(string where, RestartPolicy restart) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = restart;
            env.FromSource(new NumberSource(40, 2), WatermarkStrategy.Ascending<int>().WithTimestamps(n => n)).Uid("numbers")
                .Map(n => Throw("map", n)).Name("map-it")
                .Filter(n => Throw("filter", n) >= 0).Name("filter-it")
                .FlatMap(n => Enumerable.Repeat(Throw("flat-map", n), 1)).Name("flat-map-it")
                .FlatMap<int>((n, output) =>
                {
                    output.Collect(n);
                    Throw("collect", n);
                }).Name("collect-it")
                .Map(n => Throw("after", n)).Name("after-it")
                .KeyBy(n => Throw("key", n))
                .Process(new Function(this)).Uid("process-it")
                .SinkTo(new ThrowingSink(this)).Uid("sink-it");
        }

        public int Throw(string here, int number) =>
            here == where && number == 13 ? throw new InvalidOperationException($"thrown by {here}") : number;

        private sealed class Function(ThrowingJob job) : KeyedProcessFunction<int, int, int>
        {
            public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
            {
                context.Timers.RegisterEventTimeTimer(value - 1);
                output.Collect(value);
                job.Throw("process", value);
            }

            public override void OnTimer(OnTimerContext<int> context, ICollector<int> output) => job.Throw("timer", context.Key);
        }

        private sealed class ThrowingSink(ThrowingJob job) : ISink<int>, ISinkWriter<int>
        {
            public ISinkWriter<int> CreateWriter(SinkContext context) => this;

            public void Write(int value, long timestamp) => job.Throw("sink", value);

            public void Flush() { }

            public void Dispose() { }
        }
    }
}
