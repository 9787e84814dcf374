using Millrace.Runtime.Chains;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Runs;
using Millrace.Transformations;

namespace Millrace.Runtime.Tests.Chains;

/// <summary>Runs of stages into an output that has room for a given number of records at a time.</summary>
public sealed class RunTests
{
    public static TheoryData<int> Rooms() => [1, 2, 3, 5, 1000];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_run_loses_and_repeats_nothing_whatever_the_room(int room)
    {
        var end = new LimitedReceiver(room);
        var run = Chain(end, s => s.Map(n => n * 10).FlatMap(n => Enumerable.Range(n, 3)).Filter(n => n % 2 == 0)
            .FlatMap<int>((n, output) => { output.Collect(n); output.Collect(-n); }));
        int[] values = [.. Enumerable.Range(1, 20)];
        long[] times = [.. values.Select(v => (long)v)];
        var cursor = 0;
        while (!(run.Resume() && run.PushAll(values, times, ref cursor) && cursor == values.Length)) end.Refill();
        while (!run.Resume()) end.Refill();
        var expected = values.SelectMany(v => Enumerable.Range(v * 10, 3).Where(n => n % 2 == 0).SelectMany(n => new[] { (n, (long)v), (-n, (long)v) }));
        Assert.Equal(expected, end.Received);
        Assert.InRange(end.Overdrawn, 0, 0);
    }

    [Fact]
    public void A_brand_is_another_type_for_each_place_in_the_graph()
    {
        var types = Enumerable.Range(0, 256).Select(i => Brands.Pick(i, new TypeOf())).ToHashSet();
        Assert.Equal(256, types.Count);
        Assert.Equal(Brands.Pick(3, new TypeOf()), Brands.Pick(259, new TypeOf()));
    }

    private static Receiver<int> Chain(Receiver<int> end, Func<DataStream<int>, DataStream<int>> define)
    {
        var env = new StreamEnvironment();
        define(env.FromSource(new NoSource()));
        var position = new ChainPosition();
        RunTail<int> tail = new EndTail<int>(end, 1);
        foreach (var transformation in env.Transformations.Skip(1).Reverse())
            tail = new StageTail<int, int>(((StageTransformation<int, int>)transformation).Stage, tail, position, 0);
        return tail.ToReceiver(position, ChainPosition.None);
    }

    private sealed class NoSource : ISource<int>
    {
        public Boundedness Boundedness => Boundedness.Bounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => throw new NotSupportedException();
    }

    private sealed class TypeOf : IBranded<Type>
    {
        public Type With<TBrand>() where TBrand : struct => typeof(TBrand);
    }

    private sealed class LimitedReceiver(int room) : Receiver<int>
    {
        private int _room = room;

        public int Room { get; } = room;

        public List<(int Value, long Timestamp)> Received { get; } = [];

        public int Overdrawn { get; private set; }

        public void Refill() => _room = Room;

        public override bool Push(int value, long timestamp)
        {
            if (_room <= 0) Overdrawn++;
            Received.Add((value, timestamp));
            return --_room > 0;
        }

        public override bool Resume() => _room > 0;
    }
}
