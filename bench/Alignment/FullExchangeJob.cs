namespace Millrace.Bench.Alignment;

/// <summary>Numbers go through two full exchanges to a keyed operator that takes a millisecond for each.</summary>
/// <param name="numbers">How many there are.</param>
internal sealed class FullExchangeJob(int numbers) : IStreamJob
{
    private const int Keys = 1000;

    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new Numbers(numbers)).Uid("numbers")
            .Rebalance().Map(static n => n).Uid("same")
            .KeyBy(static n => n % Keys).Process(new SlowSum()).Uid("sums")
            .SinkTo(new Nowhere()).Uid("nowhere");

    private sealed class SlowSum : KeyedProcessFunction<long, long, long>
    {
        private readonly ValueState<long> _sum = new("sum");

        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output)
        {
            Thread.Sleep(1);
            _sum.Update(_sum.Value + value);
            output.Collect(_sum.Value);
        }
    }

    private sealed class Nowhere : ISink<long>
    {
        public ISinkWriter<long> CreateWriter(SinkContext context) => new Writer();

        private sealed class Writer : ISinkWriter<long>
        {
            public void Write(long value, long timestamp) { }

            public void Flush() { }

            public void Dispose() { }
        }
    }
}
