using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.State;

/// <summary>Each kind of keyed state as a function uses it, under every variation of the harness.</summary>
public sealed class StateKindTests
{
    private static readonly HarnessOptions<(string Key, string Seen)> ByKey = new() { KeyOf = r => r.Key };

    [Fact]
    public void Reducing_state_brings_values_together_until_it_is_cleared() => Assert.Equal(
        [("a", "3 of 3"), ("b", "5 of 5"), ("a", "3 of 3"), ("a", "9 of 9"), ("a", "none"), ("a", "-1 of -1"), ("b", "5 of 5")],
        Run(() => new Highest(), ("a", 3), ("b", 5), ("a", 1), ("a", 9), ("a", 0), ("a", -1), ("b", 4)));

    [Fact]
    public void Aggregating_state_keeps_an_accumulator_until_it_is_cleared() => Assert.Equal(
        [("a", "3 of 1"), ("b", "5 of 1"), ("a", "2 of 2"), ("a", "none"), ("a", "-1 of 1"), ("b", "4 of 2")],
        Run(() => new Mean(), ("a", 3), ("b", 5), ("a", 1), ("a", 0), ("a", -1), ("b", 3)));

    [Fact]
    public void Map_entries_come_in_the_order_of_their_keys() => Assert.Equal(
        [("a", "5x=5"), ("b", "-3x=-3"), ("a", "5x=5 10x=10"), ("a", "-7x=-7 5x=5 10x=10"), ("b", "-300x=-300 -3x=-3"), ("a", "-7x=-7 5x=5")],
        Run(() => new Sorted(), ("a", 5), ("b", -3), ("a", 10), ("a", -7), ("b", -300), ("a", 0)));

    [Fact]
    public void Lists_keep_the_order_of_addition_through_updates_and_clearing() => Assert.Equal(
        [
            ("a", "5"), ("b", "7"), ("a", "5 3"), ("a", "5 3 3 4"), ("a", "4 3 3 5"), ("b", "7 1"), ("a", ""), ("a", "2"), ("a", "2 0 1"), ("b", "1 7"),
        ],
        Run(() => new Listed(), ("a", 5), ("b", 7), ("a", 3), ("a", 103), ("a", -1), ("b", 1), ("a", 0), ("a", 2), ("a", 100), ("b", -1)));

    [Fact]
    public void A_long_list_comes_back_in_its_order() => Assert.Equal(
        [.. Enumerable.Range(1, 600).Select(i => ("a", $"{i}")), ("a", "600: 1 to 600")],
        Run(() => new Long(), new HarnessOptions<(string, string)> { KeyOf = r => r.Item1, OneOf = 40 }, [.. Enumerable.Range(1, 600).Select(i => ("a", i)), ("a", 0)]));

    [Fact]
    public void State_outside_its_function_says_so()
    {
        Assert.Contains("'sum' was used outside", Assert.Throws<InvalidJobException>(() => new ReducingState<int>("sum", (a, b) => a + b).Add(1)).Message, StringComparison.Ordinal);
        Assert.Contains("was used outside", Assert.Throws<InvalidJobException>(() => new ListState<int>("list").Add(1)).Message, StringComparison.Ordinal);
        Assert.Contains("'mean' was used outside", Assert.Throws<InvalidJobException>(() => new AggregatingState<int, (long, int), long>("mean", new MeanOf()).Value).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string)> Run(
        Func<KeyedProcessFunction<string, (string Key, int Number), (string, string)>> create, params (string, int)[] records) => Run(create, ByKey, records);

    private static IEnumerable<(string, string)> Run(
        Func<KeyedProcessFunction<string, (string Key, int Number), (string, string)>> create, HarnessOptions<(string Key, string Seen)> options, (string, int)[] records) =>
        OperatorHarness.Check(new Script<(string Key, int Number)>().Records(records), stream => stream.KeyBy(r => r.Key).Process(create()), options).Values();

    /// <summary>0 clears the list, a number below 0 reverses it, 100 or more adds two elements, any other adds one.</summary>
    private sealed class Listed : KeyedProcessFunction<string, (string Key, int Number), (string, string)>
    {
        private readonly ListState<int> _list = new("list");

        public override void Process((string Key, int Number) value, KeyedProcessContext<string> context, ICollector<(string, string)> output)
        {
            if (value.Number == 0) _list.Clear();
            else if (value.Number < 0) _list.Update(_list.Entries.Reverse());
            else if (value.Number >= 100) _list.AddRange([value.Number - 100, value.Number - 99]);
            else _list.Add(value.Number);
            Assert.Equal(_list.Count, _list.Entries.Count());
            output.Collect((value.Key, string.Join(' ', _list.Entries)));
        }
    }

    private sealed class Long : KeyedProcessFunction<string, (string Key, int Number), (string, string)>
    {
        private readonly ListState<string> _list = new("list");

        public override void Process((string Key, int Number) value, KeyedProcessContext<string> context, ICollector<(string, string)> output)
        {
            if (value.Number > 0) _list.Add($"{value.Number}");
            output.Collect((value.Key, value.Number > 0 ? $"{_list.Count}" : $"{_list.Count}: {_list.Entries.First()} to {_list.Entries.Last()}"));
        }
    }

    private sealed class Highest : KeyedProcessFunction<string, (string Key, int Number), (string, string)>
    {
        private readonly ReducingState<int> _highest = new("highest", Math.Max);

        public override void Process((string Key, int Number) value, KeyedProcessContext<string> context, ICollector<(string, string)> output)
        {
            if (value.Number == 0) _highest.Clear();
            else Assert.Equal(_highest.Add(value.Number), _highest.Value);
            output.Collect((value.Key, _highest.TryGet(out var highest) ? $"{highest} of {_highest.Value}" : "none"));
        }
    }

    private sealed class Mean : KeyedProcessFunction<string, (string Key, int Number), (string, string)>
    {
        private readonly AggregatingState<int, (long Sum, int Count), long> _mean = new("mean", new MeanOf());

        public override void Process((string Key, int Number) value, KeyedProcessContext<string> context, ICollector<(string, string)> output)
        {
            var count = 0;
            if (value.Number == 0) _mean.Clear();
            else count = _mean.Add(value.Number).Count;
            output.Collect((value.Key, _mean.TryGet(out var mean) ? $"{mean} of {count}" : "none"));
        }
    }

    private sealed class MeanOf : AggregateFunction<int, (long Sum, int Count), long>
    {
        public override (long Sum, int Count) CreateAccumulator() => (0, 0);

        public override (long Sum, int Count) Add((long Sum, int Count) accumulator, int value) => (accumulator.Sum + value, accumulator.Count + 1);

        public override long GetResult((long Sum, int Count) accumulator) => accumulator.Sum / accumulator.Count;

        public override (long Sum, int Count) Merge((long Sum, int Count) a, (long Sum, int Count) b) => (a.Sum + b.Sum, a.Count + b.Count);
    }

    private sealed class Sorted : KeyedProcessFunction<string, (string Key, int Number), (string, string)>
    {
        private readonly MapState<(int, string), int> _numbers = new("numbers");

        public override void Process((string Key, int Number) value, KeyedProcessContext<string> context, ICollector<(string, string)> output)
        {
            if (value.Number != 0) _numbers.Put((value.Number, "x"), value.Number);
            foreach (var key in _numbers.Keys)
            {
                if (value.Number == 0 && key.Item1 == 10) _numbers.Remove(key);
            }

            Assert.Equal(_numbers.Values, _numbers.Entries.Select(e => e.Value));
            output.Collect((value.Key, string.Join(' ', _numbers.Entries.Select(e => $"{e.Key.Item1}{e.Key.Item2}={e.Value}"))));
        }
    }
}
