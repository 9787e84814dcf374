using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>Operator state through snapshots, restores and rescales at every point of a run.</summary>
public sealed class OperatorStateHarnessTests
{
    private const int End = 1_000;

    [Fact]
    public void What_a_keyed_function_holds_back_in_a_list_comes_out_once()
    {
        var output = OperatorHarness.Check(Numbers(), numbers => numbers.KeyBy(n => n % 30).Process(new HoldBack()));
        Assert.Equal(Enumerable.Range(0, 40), output.Values().Order());
    }

    [Fact]
    public void What_subtasks_choose_from_a_union_comes_out_once()
    {
        var output = OperatorHarness.Check(Numbers(), numbers => numbers.KeyBy(n => n % 30).Process(new Choose()));
        Assert.Equal(Enumerable.Range(0, 40), output.Values().Order());
    }

    [Fact]
    public void A_function_without_a_key_goes_on_with_its_list()
    {
        var output = OperatorHarness.Check(
            new Script<int>().Records(1, 2, 3, 4, 5), numbers => numbers.Process(new Pairs()).Filter(n => n > 0), new HarnessOptions<int> { Rescales = false });
        Assert.Equal([3, 7], output.Values());
    }

    [Fact]
    public void A_source_goes_on_with_its_list()
    {
        var output = OperatorHarness.CheckSource(env => env.FromSource(new SummingSource(5)), new HarnessOptions<int> { Rescales = false });
        Assert.Equal([0, 1, 3, 6, 10], output.Values());
    }

    [Fact]
    public void A_sink_goes_on_with_its_list()
    {
        var seen = OperatorHarness.CheckSink(
            new Script<int>().Records(1, 2, 3, 4, 5), () => new List<int>(), (numbers, outside) => numbers.SinkTo(new SumSink(outside)), outside => [outside[^1]], new HarnessOptions<int> { Rescales = false });
        Assert.Equal([15], seen);
    }

    // Every subtask has keys, and so a timer at the end, whatever the parallelism.
    private static Script<int> Numbers()
    {
        var script = new Script<int>();
        for (var n = 0; n < 40; n++) script.Record(n, n);
        return script;
    }

    private sealed class HoldBack : KeyedProcessFunction<int, int, int>
    {
        private readonly OperatorListState<int> _held = new("held");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            _held.Add(value);
            context.Timers.RegisterEventTimeTimer(End);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<int> output)
        {
            foreach (var value in _held.Entries) output.Collect(value);
            _held.Clear();
        }
    }

    private sealed class Choose : KeyedProcessFunction<int, int, int>
    {
        private readonly OperatorUnionState<int> _held = new("held");

        public override void Open(FunctionContext context) => _held.Update(_held.Entries.Where(n => n % context.Parallelism == context.Subtask));

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            _held.Add(value);
            context.Timers.RegisterEventTimeTimer(End);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<int> output)
        {
            foreach (var value in _held.Entries) output.Collect(value);
            _held.Clear();
        }
    }

    private sealed class Pairs : ProcessFunction<int, int>
    {
        private readonly OperatorListState<int> _first = new("first");

        public override void Process(int value, ProcessContext context, ICollector<int> output)
        {
            if (_first.Count == 0)
            {
                _first.Add(value);
                return;
            }

            output.Collect(_first.Entries.Single() + value);
            _first.Clear();
        }
    }

    private sealed class SummingSource(int count) : ISource<int>
    {
        private readonly OperatorListState<int> _sum = new("sum");

        public Boundedness Boundedness => Boundedness.Bounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("numbers", 0)];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count, _sum);

        private sealed class Reader(int count, OperatorListState<int> sum) : ISourceReader<int>
        {
            private SourceSplit? _split;
            private int _next;

            public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, (int)(position?.Offset ?? 0));

            public ReadResult Read(ISourceOutput<int> output)
            {
                if (_next == count)
                {
                    output.Finish(_split!);
                    return ReadResult.EndOfInput;
                }

                sum.Update([sum.Entries.Sum() + _next]);
                output.Emit(_split!, sum.Entries.Single(), new SplitPosition(++_next));
                return ReadResult.MoreAvailable;
            }

            public void Dispose() { }
        }
    }

    private sealed class SumSink(List<int> outside) : ISink<int>
    {
        private readonly OperatorListState<int> _sum = new("sum");

        public ISinkWriter<int> CreateWriter(SinkContext context) => new Writer(outside, _sum);

        private sealed class Writer(List<int> outside, OperatorListState<int> sum) : ISinkWriter<int>
        {
            public void Write(int value, long timestamp) => sum.Update([sum.Entries.Sum() + value]);

            public void Flush() => outside.Add(sum.Entries.Sum());

            public void Dispose() { }
        }
    }
}
