namespace Millrace.TaskManager.Tests.Planning;

/// <summary>The parts of the definitions; none of it runs.</summary>
public sealed partial class OwnershipTests
{
    private static class Shared
    {
        public static readonly Pass Function = new();
        public static readonly Lazy<Count> Container = new(() => new Count());
        public static readonly Sizes Window = new();
        public static readonly ValueState<long> State = new("shared");
    }

    private sealed class Pass : ProcessFunction<int, int>
    {
        public override void Process(int value, ProcessContext context, ICollector<int> output) => output.Collect(value);
    }

    private sealed class Sizes : ProcessWindowFunction<int, int, int>
    {
        public override void Process(WindowContext<int> context, IEnumerable<int> elements, ICollector<int> output) => output.Collect(elements.Count());
    }

    private class KeptSizes : ProcessWindowFunction<int, int, int>
    {
        private readonly ValueState<long> _ofKey = new("key");
        private readonly WindowValueState<long> _ofWindow = new("window");

        public override void Process(WindowContext<int> context, IEnumerable<int> elements, ICollector<int> output) => _ofWindow.Update(_ofKey.Value);
    }

    private sealed class StaticSizes : KeptSizes
    {
        private static readonly WindowValueState<long> s_last = new("static");

        public override string ToString() => $"{s_last}";
    }

    private sealed class LocalSizes : KeptSizes
    {
        public override void Process(WindowContext<int> context, IEnumerable<int> elements, ICollector<int> output) => new WindowValueState<long>("local").Update(1);
    }

    private sealed class NestedSizes : KeptSizes
    {
        private readonly Counter _counter = new();

        public override string ToString() => _counter.Count.Name;
    }

    private sealed class LateSizes : ProcessWindowFunction<int, int, int>
    {
        public override async void Open(FunctionContext context) => await Task.Yield();

        public override void Process(WindowContext<int> context, IEnumerable<int> elements, ICollector<int> output) => output.Collect(elements.Count());
    }

    private abstract class Counting : KeyedProcessFunction<int, int, int>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => output.Collect(value);
    }

    private sealed class Count : Counting
    {
        private readonly ValueState<long> _count = new("count");

        public override string ToString() => _count.Name;
    }

    private sealed class CountIn(ValueState<long> count) : Counting
    {
        private readonly ValueState<long> _count = count;

        public override string ToString() => _count.Name;
    }

    private sealed class StaticCount : Counting
    {
        private static readonly ValueState<long> s_count = new("static");

        public override string ToString() => s_count.Name;
    }

    private sealed class ElsewhereCount : Counting
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => Shared.State.Update(value);
    }

    private sealed class NestedCount : Counting
    {
        private readonly Counter _counter = new();

        public override string ToString() => _counter.Count.Name;
    }

    private sealed class TableCount : Counting
    {
        private readonly object[] _table = [.. Enumerable.Range(0, 1_000_000).Select(static _ => new object())];
        private readonly Counter _counter = new();

        public TableCount() => _table[0] = _table;

        public override string ToString() => $"{_counter.Count.Name} {_table.Length}";
    }

    private sealed class Counter
    {
        public ValueState<long> Count { get; } = new("nested");
    }

    private sealed class ArrayCount : Counting
    {
        private readonly ValueState<long>[] _counts = [new("first"), new("second")];

        private readonly ValueState<long> _first;

        public ArrayCount() => _first = _counts[0];

        public override string ToString() => _first.Name;
    }

    private sealed class ListCount : Counting
    {
        private readonly List<ValueState<long>> _counts = [new("listed")];

        public override string ToString() => _counts[0].Name;
    }

    private sealed class LocalCount : Counting
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            var count = new ValueState<long>("count");
            count.Update(count.Value + 1);
        }
    }

    private sealed class OpenedCount : Counting
    {
        private ValueState<long>? _count;

        public override void Open(FunctionContext context) => _count = new ValueState<long>("count");

        public override string ToString() => _count!.Name;
    }

    private sealed class Largest : AggregateFunction<int, int, int>
    {
        public override int CreateAccumulator() => int.MinValue;

        public override int Add(int accumulator, int value) => Math.Max(accumulator, value);

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int a, int b) => Math.Max(a, b);
    }
}
