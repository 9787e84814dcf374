namespace Millrace.Runtime.Operators.Functions;

/// <summary>A function's output for the current record, held until the function has returned.</summary>
internal sealed class HeldOutput<T> : ICollector<T>, ISideOutputs
{
    private readonly List<(T Value, long Timestamp)> _main = [];
    private readonly List<Action<ISideOutputs>> _side = [];
    private long _timestamp;

    /// <summary>Starts another record, with nothing held.</summary>
    public void Begin(long timestamp)
    {
        _timestamp = timestamp;
        _main.Clear();
        _side.Clear();
    }

    public void Collect(T value) => Collect(value, _timestamp);

    public void Collect(T value, long timestamp) => _main.Add((value, timestamp));

    public void Collect<TSide>(OutputTag<TSide> tag, TSide value, long timestamp) => _side.Add(side => side.Collect(tag, value, timestamp));

    /// <summary>Emits the held output.</summary>
    public void Release(ICollector<T> main, ISideOutputs side)
    {
        foreach (var (value, timestamp) in _main) main.Collect(value, timestamp);
        foreach (var output in _side) output(side);
    }
}
