namespace Millrace.Runtime.Tests.State;

/// <summary>The functions of the tests.</summary>
public sealed partial class TtlTests
{
    private sealed class Failing : KeyedProcessFunction<int, (string Act, string Text), string>
    {
        private readonly ValueState<string> _value = new("value", TtlOf("write").InEventTime());

        public override void Process((string Act, string Text) value, KeyedProcessContext<int> context, ICollector<string> output) =>
            output.Collect(Assert.Throws<InvalidOperationException>(() => _value.Update("")).Message);
    }

    private sealed class Sum : AggregateFunction<int, (int Count, int Sum), int>
    {
        public override (int Count, int Sum) CreateAccumulator() => (0, 0);

        public override (int Count, int Sum) Add((int Count, int Sum) accumulator, int value) => (accumulator.Count + 1, accumulator.Sum + value);

        public override int GetResult((int Count, int Sum) accumulator) => accumulator.Sum;

        public override (int Count, int Sum) Merge((int Count, int Sum) a, (int Count, int Sum) b) => throw new NotSupportedException();
    }

    private sealed class Player(string kind, Ttl ttl) : KeyedProcessFunction<string, (string Act, string Text), string>
    {
        private readonly ValueState<string> _value = new("value", ttl);
        private readonly MapState<int, string> _map = new("map", ttl);
        private readonly ListState<string> _list = new("list", ttl);
        private readonly ReducingState<string> _reducing = new("reducing", static (_, last) => last, ttl);
        private readonly AggregatingState<string, string, string> _aggregating = new("aggregating", new Last(), ttl);

        public override void Process((string Act, string Text) value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            if (value.Act == "put") Put(value.Text);
            else if (value.Act == "clear") Clear();
            else output.Collect(Get() ?? "-");
        }

        private void Put(string text)
        {
            if (kind == "value") _value.Update(text);
            else if (kind == "map") _map.Put(1, text);
            else if (kind == "list") _list.Update([text]);
            else if (kind == "reducing") _reducing.Add(text);
            else _aggregating.Add(text);
        }

        private string? Get() => kind switch
        {
            "value" => _value.Value,
            "map" => _map.TryGet(1, out var text) ? text : null,
            "reducing" => _reducing.Value,
            "aggregating" => _aggregating.Value,
            _ => _list.Entries.SingleOrDefault(),
        };

        private void Clear()
        {
            if (kind == "value") _value.Clear();
            else if (kind == "map") _map.Clear();
            else if (kind == "list") _list.Clear();
            else if (kind == "reducing") _reducing.Clear();
            else _aggregating.Clear();
        }

        private sealed class Last : AggregateFunction<string, string, string>
        {
            public override string CreateAccumulator() => "";

            public override string Add(string accumulator, string value) => value;

            public override string GetResult(string accumulator) => accumulator;

            public override string Merge(string a, string b) => throw new NotSupportedException();
        }
    }
}
