namespace Millrace.SlowJob;

/// <summary>Counts the numbers of a key, only so many in a millisecond.</summary>
internal sealed class SlowCount(int rate) : KeyedProcessFunction<int, int, (int Key, long Count)>
{
    private readonly ValueState<long> _count = new("count");
    private int _counted;

    public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int Key, long Count)> output)
    {
        if (++_counted % rate == 0) Thread.Sleep(1);
        _count.Update(_count.Value + 1);
        output.Collect((context.Key, _count.Value));
    }
}
