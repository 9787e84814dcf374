using Millrace.Core.Jobs;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

public sealed class DroppedTimersTests
{
    [Fact]
    public async Task Processing_time_timers_that_are_pending_at_the_end_of_input_are_dropped_and_counted()
    {
        var world = new TestSink<int>();
        var result = await EmbeddedRun.Begin(() => new PatientJob(world));
        Assert.Equal((JobState.Finished, 10L), (result.State, result.Losses.DroppedTimers));
        Assert.Equal(40, world.Visible.Count);
        Assert.DoesNotContain(-1, world.Visible);
    }

    private sealed class PatientJob(TestSink<int> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(40, 2)).Uid("numbers").KeyBy(n => n % 10).Process(new Later()).Uid("later").SinkTo(world).Uid("world");
    }

    private sealed class Later : KeyedProcessFunction<int, int, int>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            context.Timers.RegisterProcessingTimeTimer(long.MaxValue - 1);
            output.Collect(value);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<int> output) => output.Collect(-1);
    }
}
