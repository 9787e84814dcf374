using System.Runtime.Serialization;
using MessagePack;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class ObjectShapeTests
{
    private readonly SerializerCache _cache = new();

    [Fact]
    public void Private_state_is_kept()
    {
        var mean = new Mean();
        mean.Add(3);
        mean.Add(6);
        Assert.Equal(4.5, _cache.Of(mean).Value);
    }

    [Fact]
    public void A_field_behind_a_property_has_its_name() => Assert.Equal(
        "Millrace.Runtime.Tests.Serialization.ObjectShapeTests.Explicit{Total:int64}?", _cache.For<Explicit>().Schema.ToString());

    [Fact]
    public void Read_only_members_go_through_the_constructor()
    {
        var read = _cache.Of(new ReadOnly(5, "x") { Extra = 2 });
        Assert.Equal((5, "x", 2), (read.Number, read.Text, read.Extra));
        Assert.Equal(new Money(7).ToString(), _cache.Of(new Money(7)).ToString());
    }

    [Fact]
    public void Members_of_base_classes_come_first()
    {
        var read = _cache.Of(new Derived { Id = 1, Name = "n" });
        Assert.Equal((1, "n"), (read.Id, read.Name));
        Assert.Contains("{Id:int32,Name:string}", _cache.For<Derived>().Schema.ToString(), StringComparison.Ordinal);
        var record = new DerivedRecord(4, "d");
        Assert.Equal(record, _cache.Of(record));
    }

    [Fact]
    public void Left_out_members_have_what_the_constructor_gives()
    {
        var read = _cache.Of(new LeftOut { Kept = 3, Cached = 9 });
        Assert.Equal((3, 1), (read.Kept, read.Cached));
        Assert.Equal(2, read.Lock.Length);
    }

    [Fact]
    public void A_derived_instance_is_refused_when_it_is_written()
    {
        Base value = new Derived { Id = 1 };
        var e = Assert.Throws<NotSupportedException>(() => _cache.Bytes(value));
        Assert.StartsWith("A Derived cannot be kept in state or sent where Base is declared", e.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => _cache.Bytes<List<Base>>([value]));
    }

    [Fact]
    public void A_comparer_is_refused_when_it_is_written()
    {
        Assert.Throws<NotSupportedException>(() => _cache.Bytes(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)));
        Assert.Throws<NotSupportedException>(() => _cache.Bytes(new HashSet<string>(StringComparer.OrdinalIgnoreCase)));
        Assert.Empty(_cache.Of(new HashSet<string>(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_type_annotated_for_MessagePack_has_MessagePacks_format()
    {
        var value = new Annotated { Number = 5 };
        Assert.Equal(MessagePackSerializer.Serialize(value, cancellationToken: TestContext.Current.CancellationToken), _cache.Bytes(value));
        Assert.Equal(5, _cache.Of((value, 1)).value.Number);
        Assert.Equal(6, _cache.Of(new InternalAnnotated { Number = 6 }).Number);
    }

    [Fact]
    public void A_record_without_members_is_one_byte() => Assert.Single(_cache.Bytes(new Tick()));

    private sealed class Mean
    {
        private double _sum;
        private int _count;

        public double Value => _sum / _count;

        public void Add(double value) => (_sum, _count) = (_sum + value, _count + 1);
    }

    private sealed class Explicit
    {
        private long _total;

        public long Total { get => _total; set => _total = value; }
    }

    private sealed class ReadOnly(int number, string text)
    {
        public int Number { get; } = number;

        public readonly string Text = text;

        public int Extra { get; init; }
    }

    private readonly struct Money(long cents)
    {
        private readonly long _cents = cents;

        public override string ToString() => $"{_cents}";
    }

    private class Base
    {
        public int Id { get; set; }
    }

    private sealed class Derived : Base
    {
        public string? Name { get; set; }
    }

    private record BaseRecord(int Id);

    private sealed record DerivedRecord(int Id, string Name) : BaseRecord(Id);

    private sealed class LeftOut
    {
        [NonSerialized]
        public object[] Lock = new object[2];

        public int Kept { get; set; }

        [IgnoreDataMember]
        public int Cached { get; set; } = 1;
    }

    private sealed record Tick;

    [MessagePackObject]
    public sealed class Annotated
    {
        [Key(0)]
        public int Number { get; set; }
    }

    [MessagePackObject]
    internal sealed class InternalAnnotated
    {
        [Key(0)]
        public int Number { get; set; }
    }
}
