using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Planning;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>A value-type record passes a source, stages, a keyed exchange, a keyed stateful function, and a sink, without an allocation.</summary>
public sealed class AllocationTests
{
    private const int MaxParallelism = 8;
    private const int WarmUp = 20_000;
    private const int Measured = 50_000;

    [Fact]
    public void A_record_of_value_type_never_boxes()
    {
        var sink = new CountingSink();
        var env = new StreamEnvironment();
        env.FromSource(new MeasureSource(), WatermarkStrategy.Ascending<Measure>().WithTimestamps(m => m.Time))
            .Map(m => m with { Value = m.Value * 2 })
            .Filter(m => m.Value >= 0)
            .FlatMap<Measure>(static (m, output) => output.Collect(m))
            .KeyBy(m => (m.Sensor, m.Kind))
            .Process(new Total())
            .SinkTo(sink);
        var tasks = TasksOf(env);
        Step(tasks, sink, WarmUp);
        var (before, counted) = (GC.GetAllocatedBytesForCurrentThread(), sink.Count);
        Step(tasks, sink, counted + Measured);
        var perRecord = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(sink.Count - counted);
        Assert.True(perRecord < 0.5, $"{perRecord} bytes a record");
    }

    private static void Step(IReadOnlyList<StreamTask> tasks, CountingSink sink, long until)
    {
        while (sink.Count < until)
        {
            for (var i = 0; i < tasks.Count; i++) tasks[i].Step();
        }
    }

    private static List<StreamTask> TasksOf(StreamEnvironment env)
    {
        var plan = new PlanBuilder(new OperatorParallelism(1), MaxParallelism, new NoDescriber()).Build(env);
        var channels = plan.Graph.Edges.Select(_ => new LocalChannel(4)).ToList();
        var tasks = new List<StreamTask>();
        foreach (var vertex in plan.Graph.Vertices)
        {
            var outputs = plan.Graph.Edges.Where(e => e.From == vertex.Index).Select(e => new ChainOutput(
                plan.Outputs[e.Index], [channels[e.Index]], KeyGroupAssignment.Even(1, MaxParallelism, 1)));
            var spec = new ChainSpec(
                "job", "job", new SubtaskId(vertex.Index, 0), 1, vertex, plan.Chains[vertex.Index], [.. outputs], KeyGroupAssignment.Even(1, MaxParallelism, 1), 256, 0,
                new SerializerCache(), new Dictionary<(OperatorId, string), StateDescriptor>(), TimeProvider.System);
            var inputs = plan.Graph.Edges.Where(e => e.To == vertex.Index).Select(e => channels[e.Index]);
            var task = new StreamTask(ChainBuilder.Build(spec, static () => { }), [.. inputs], new NoEnvironment(), TimeProvider.System);
            task.Open(_ => []);
            tasks.Add(task);
        }

        return tasks;
    }

    private readonly record struct Measure(int Sensor, byte Kind, long Time, double Value);

    private sealed class Total : KeyedProcessFunction<(int, byte), Measure, (int Sensor, double Sum)>
    {
        private readonly ValueState<double> _sum = new("sum");

        public override void Process(Measure value, KeyedProcessContext<(int, byte)> context, ICollector<(int Sensor, double Sum)> output)
        {
            _sum.TryGet(out var sum);
            _sum.Update(sum + value.Value);
            output.Collect((context.Key.Item1, sum + value.Value));
        }
    }

    private sealed class MeasureSource : ISource<Measure>
    {
        public Boundedness Boundedness => Boundedness.Unbounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("measures", 0)];

        public ISourceReader<Measure> CreateReader(SourceReaderContext context) => new Reader();

        private sealed class Reader : ISourceReader<Measure>
        {
            private SourceSplit? _split;
            private int _next;

            public void AddSplit(SourceSplit split, SplitPosition? position) => _split = split;

            public ReadResult Read(ISourceOutput<Measure> output)
            {
                Span<Measure> row = stackalloc Measure[3];
                for (var emits = 0; emits < 50 && output.HasRoom; emits++)
                {
                    output.Emit(_split!, Next(), new SplitPosition(_next));
                    for (var i = 0; i < row.Length; i++) row[i] = Next();
                    if (output.HasRoom) output.Emit(_split!, row, new SplitPosition(_next));
                }

                return ReadResult.MoreAvailable;
            }

            public void Dispose() { }

            private Measure Next() => new(_next % 100, (byte)(_next % 3), _next++, 1);
        }
    }

    private sealed class CountingSink : ISink<(int Sensor, double Sum)>, ISinkWriter<(int Sensor, double Sum)>
    {
        public long Count { get; private set; }

        public ISinkWriter<(int Sensor, double Sum)> CreateWriter(SinkContext context) => this;

        public void Write((int Sensor, double Sum) value, long timestamp) => Count++;

        public void Flush() { }

        public void Dispose() { }
    }

    private sealed class NoDescriber : IStateDescriber
    {
        public IReadOnlyList<StateDescriptor> DescribeKeyed<TKey>(IEnumerable<KeyedStateDeclaration> declarations, string callSite) => [];

        public IReadOnlyList<StateDescriptor> DescribeOperator(IEnumerable<OperatorStateDeclaration> declarations, string callSite) => [];

        public (string Schema, RawLayout? Layout) DescribeRecords<T>() => ("", null);

        public string CheckKey<TKey>(string callSite) => "";
    }

    private sealed class NoEnvironment : ITaskEnvironment
    {
        public void Upload(SnapshotChunk chunk) { }

        public void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs) { }

        public void InputEnded() { }

        public void Confirmed(long checkpoint) { }

        public void WakeAfter(TimeSpan delay) { }
    }
}
