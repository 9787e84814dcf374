using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>What a user is told of a function that throws.</summary>
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
