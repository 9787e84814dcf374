using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class FormerValuesTests
{
    private readonly SerializerCache _serializers = new();

    private enum Level : byte
    {
        Low = 1,
        High = 2,
    }

    [Fact]
    public void A_struct_with_other_members_in_another_order_is_read_by_name() => Assert.Equal(
        new Now(5, null, 2.5, Level.High, 9, default),
        Restored<Before, Now>(new Before(9, 5, Level.High, 2.5)));

    [Fact]
    public void A_nullable_member_keeps_its_absence_and_its_value()
    {
        Assert.Equal(new Wider(7, 1), Restored<Narrow, Wider>(new Narrow(1, 7)));
        Assert.Equal(new Wider(null, 1), Restored<Narrow, Wider>(new Narrow(1, null)));
    }

    [Fact]
    public void Values_of_one_layout_are_copied()
    {
        Assert.Equal(_serializers.For<Before>().Layout, _serializers.For<Before>().Layout);
        Assert.NotEqual(_serializers.For<Before>().Layout, _serializers.For<Now>().Layout);
        Assert.Equal(new Before(1, 2, Level.Low, 3), Restored<Before, Before>(new Before(1, 2, Level.Low, 3)));
    }

    [Fact]
    public void Types_with_references_or_with_fields_that_are_no_members_have_no_layout()
    {
        Assert.Null(_serializers.For<string>().Layout);
        Assert.Null(_serializers.For<KeyValuePair<int, string>>().Layout);
        Assert.Null(_serializers.For<Hiding>().Layout);
        Assert.Equal(new RawLayout("int64", 0, []), _serializers.For<long>().Layout);
        Assert.Equal("uint8", _serializers.For<Level>().Layout?.Type);
    }

    [Fact]
    public void A_value_that_is_too_short_for_its_layout_is_refused()
    {
        var layout = _serializers.For<Before>().Layout!;
        Assert.Throws<InvalidDataException>(() => RawTranscoder.Serialize(layout, new byte[3]));
    }

    private TNow Restored<TBefore, TNow>(TBefore value)
    {
        var (key, before, now) = (new KeyContext<string>(KeyCodecs.Create<string>(), 4), _serializers.For<TBefore>(), _serializers.For<TNow>());
        key.SetFromBytes(Bytes("a"));
        var intervals = new Intervals();
        var tables = new KeyedTables("n", 4, intervals);
        var old = new HeapValueState<TBefore>(tables, key, _serializers, static _ => throw new NotSupportedException());
        old.Update(value);
        var state = new HeapValueState<TNow>(
            new KeyedTables("n", 4, new Intervals()), key, _serializers, w => new FormerValues<TNow>(w, _serializers, new ValueState<TNow>("n"), null!));
        var written = new StateDescriptor("n", "value", "string", before.Schema.ToString(), before.Layout);
        var blocks = new BlockCollector();
        blocks.Slice(intervals.Begin(new SnapshotRequest(1, 0, IsFull: true), [tables]));
        foreach (var block in blocks.Blocks) state.Restore(block, before.Layout == now.Layout ? null : written);
        Assert.True(state.TryGet(out var restored));
        return restored;
    }

    private static byte[] Bytes(string key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        return buffer.Written.ToArray();
    }

    private readonly record struct Before(long Total, int Count, Level Level, double Mean);

    private readonly record struct Now(int Count, int? Last, double Mean, Level Level, long Total, Guid Id);

    private readonly record struct Narrow(byte Flag, int? Last);

    private readonly record struct Wider(int? Last, byte Flag);

    private readonly record struct Hiding(int Kept)
    {
        [NonSerialized]
        private readonly int _twice = Kept * 2;

        public int Twice() => _twice;
    }
}
