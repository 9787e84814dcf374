using Millrace.Core.Jobs;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>Connected streams and side outputs on a cluster with threads.</summary>
public sealed class ConnectedStreamsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Two_streams_meet_by_key_and_what_is_odd_goes_to_a_side_output(int parallelism)
    {
        var (pairs, odd) = (new TestSink<int>(), new TestSink<int>());
        var result = await EmbeddedRun.Begin(() => new PairingJob(pairs, odd, -1), parallelism);
        Assert.Equal((JobState.Finished, null), (result.State, result.Failure));
        Assert.Equal(Enumerable.Range(0, 200).Where(n => n % 2 == 0), pairs.Visible.Order());
        Assert.Equal(Enumerable.Range(0, 400).Where(n => n % 2 == 1), odd.Visible.Order());
    }

    [Fact]
    public async Task A_failure_names_the_input_of_its_record()
    {
        var result = await EmbeddedRun.Begin(() => new PairingJob(new TestSink<int>(), new TestSink<int>(), 14), 1);
        Assert.Equal("pair", result.Failure?.Operator);
        Assert.Matches(@"record \d+ of input 2 from subtask 0 of more -> split, key '14'", result.Failure?.Record);
    }

    private sealed class PairingJob(TestSink<int> pairs, TestSink<int> odd, int bad) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.None;
            var fewer = env.FromSource(new NumberSource(200, 2)).Uid("numbers");
            var even = env.FromSource(new NumberSource(400, 3)).Uid("more").Process(new Split()).Name("split");
            fewer.KeyBy(n => n).Connect(even.KeyBy(n => n)).Process(new Pair(bad)).Uid("pair").SinkTo(pairs).Uid("pairs");
            even.SideOutput(Split.Odd).SinkTo(odd).Uid("odd");
        }
    }

    private sealed class Split : ProcessFunction<int, int>
    {
        public static OutputTag<int> Odd { get; } = new("odd");

        public override void Process(int value, ProcessContext context, ICollector<int> output)
        {
            if (value % 2 == 0) output.Collect(value);
            else context.Output(Odd, value);
        }
    }

    private sealed class Pair(int bad) : KeyedCoProcessFunction<int, int, int, int>
    {
        private readonly ValueState<int> _waiting = new("waiting");

        public override void Process1(int value, KeyedProcessContext<int> context, ICollector<int> output) => Meet(1, context.Key, output);

        public override void Process2(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            if (value == bad) throw new InvalidOperationException("bad");
            Meet(2, context.Key, output);
        }

        private void Meet(int side, int key, ICollector<int> output)
        {
            if (_waiting.Value == 3 - side) output.Collect(key);
            else _waiting.Update(side);
        }
    }
}
