using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Planning;

namespace Millrace.Core.Tests.Planning;

/// <summary>The parts of the definitions; none of it runs.</summary>
public sealed partial class PlanBuilderTests
{
    private sealed class Split : ProcessFunction<int, int>
    {
        public static OutputTag<int> Odd { get; } = new("odd");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => throw new NotSupportedException();
    }

    private sealed class Pair : KeyedCoProcessFunction<int, int, int, int>
    {
        private readonly ValueState<int> _pair = new("pair");

        public override void Process1(int value, KeyedProcessContext<int> context, ICollector<int> output) => _pair.Update(value);

        public override void Process2(int value, KeyedProcessContext<int> context, ICollector<int> output) => output.Collect(_pair.Value + value);
    }

    private sealed class Watch : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly ValueState<int> _watched = new("watched");
        private readonly BroadcastState<int, int> _rules = new("rules");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => _watched.Update(value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output) => _rules.Put(value, value);
    }

    private sealed class KeepWithoutKey : CoProcessFunction<int, int, int>
    {
        private readonly ValueState<int> _kept = new("kept");

        public override void Process1(int value, ProcessContext context, ICollector<int> output) => _kept.Update(value);

        public override void Process2(int value, ProcessContext context, ICollector<int> output) => _kept.Update(value);
    }

    private sealed class Keep : KeyedProcessFunction<int, int, int>
    {
        private readonly ValueState<long> _kept = new("kept");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => _kept.Update(value);
    }

    private sealed class Keyless : ProcessFunction<int, int>
    {
        private readonly ValueState<long> _kept = new("kept");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => _kept.Update(value);
    }

    private sealed class Rules : ProcessFunction<int, int>
    {
        private readonly BroadcastState<int, int> _rules = new("rules");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => _rules.TryGet(value, out _);
    }

    private sealed class BroadcastRules : BroadcastProcessFunction<int, int, int>
    {
        private readonly BroadcastState<int, int> _rules = new("rules");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => _rules.TryGet(value, out _);

        public override void ProcessBroadcast(int value, ProcessContext context, ICollector<int> output) => _rules.Put(value, value);
    }

    private sealed class Hold : ProcessFunction<int, int>
    {
        private readonly OperatorListState<int> _held = new("held");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => _held.Add(value);
    }

    private sealed class Remembering : ISink<int>
    {
        public OperatorUnionState<int> Shown { get; } = new("shown");

        public ISinkWriter<int> CreateWriter(SinkContext context) => throw new NotSupportedException();
    }

    private sealed class Endless : ISource<int>
    {
        public Boundedness Boundedness => Boundedness.Unbounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => throw new NotSupportedException();
    }

    private sealed class Numbers : ISource<int>
    {
        public Boundedness Boundedness => Boundedness.Bounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => throw new NotSupportedException();
    }

    private sealed class Nowhere<T> : ISink<T>
    {
        public ISinkWriter<T> CreateWriter(SinkContext context) => throw new NotSupportedException();
    }

    private sealed class Nowhere : ISink<int>
    {
        public ISinkWriter<int> CreateWriter(SinkContext context) => throw new NotSupportedException();
    }

    private sealed class TypeNames : IStateDescriber
    {
        public IReadOnlyList<StateDescriptor> DescribeKeyed<TKey>(IEnumerable<KeyedStateDeclaration> declarations, string callSite) =>
            [.. declarations.Select(d => new StateDescriptor(d.Name, "value", typeof(TKey).Name, d.GetType().GetGenericArguments()[^1].Name))];

        public IReadOnlyList<StateDescriptor> DescribeOperator(IEnumerable<OperatorStateDeclaration> declarations, string callSite) =>
            [.. declarations.Select(d => new StateDescriptor(d.Name, d.Kind, "", d.GetType().GetGenericArguments()[^1].Name))];

        public (string Schema, RawLayout? Layout) DescribeRecords<T>() => (typeof(T).Name, null);

        public string CheckKey<TKey>(string callSite)
        {
            try
            {
                return KeyCodecs.Create<TKey>().Schema.ToString();
            }
            catch (UnsupportedKeyException e)
            {
                throw new InvalidJobException($"KeyBy at {callSite}: {e.Message}", e);
            }
        }
    }
}
