using Microsoft.Extensions.Time.Testing;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;
using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>A function whose processing-time timer registers another one for a time that has passed.</summary>
public sealed class TimersAlwaysDueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_hold_up_neither_data_nor_event_time_nor_the_end(bool tight)
    {
        var output = new RunOutput<long>(new SerializerCache().For<long>());
        var instance = new StreamAttempt(
            env => new TakenSink<long>(output).Take(new PlayedSource<int>(0).From(env).KeyBy(n => 1).Process(new AlwaysDue())),
            new AttemptSettings(1, 1, 12, 0, []) { BatchSize = 1, Tight = tight },
            new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddHours(1)),
            new SerializerCache());
        var input = (PlayedInput<int>)instance.Inputs[0];
        input.Push(10, 0);
        input.Push(20, 0);
        input.Send(new WatermarkElement(25));
        input.Push(30, 0);
        input.Send(new WatermarkElement(long.MaxValue));
        input.Send(EndOfInputElement.Instance);
        for (var i = 0; i < 5_000; i++)
        {
            instance.Tasks.First().Step();
            while (instance.Outputs[0].TakeOne()) { }
        }

        Assert.Equal([10, 20, -10, -20, 30, -30], output.Records.Values().Where(static n => n != 0));
        Assert.InRange(output.Records.Values().Count(static n => n == 0), 256, 256 * 10);
        Assert.False(instance.Tasks.First().Step());
    }

    private sealed class AlwaysDue : KeyedProcessFunction<int, int, long>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output)
        {
            context.Timers.RegisterProcessingTimeTimer(5);
            context.Timers.RegisterEventTimeTimer(value);
            output.Collect(value);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output)
        {
            if (context.Domain == TimeDomain.ProcessingTime) context.Timers.RegisterProcessingTimeTimer(context.Timestamp);
            output.Collect(context.Domain == TimeDomain.ProcessingTime ? 0 : -context.Timestamp);
        }
    }
}
