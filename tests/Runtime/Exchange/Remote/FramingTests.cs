using System.Buffers;
using CsCheck;
using Millrace.Core.Jobs;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>Batches converted to frames and back, whatever the type, the sizes and the splits.</summary>
public sealed class FramingTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', 'ÿ'], 0, 200];

    [Fact]
    public void Values_without_references() => Check(Gen.Int);

    [Fact]
    public void Structs_with_gaps() => Check(Gen.Select(Gen.Byte, Gen.Long, Gen.Decimal, static (kind, number, price) => new Gap(kind, number, price)));

    [Fact]
    public void Nullable_values() => Check(Gen.Double.Nullable());

    [Fact]
    public void Texts() => Check(Text);

    [Fact]
    public void Nothing() => Check(Text.Null());

    [Fact]
    public void Objects_with_collections() => Check(
        Gen.Select(Text, Gen.Int.List[0, 20], static (name, numbers) => new Part(name, numbers)), static (a, b) => a.Name == b.Name && a.Numbers.SequenceEqual(b.Numbers));

    [Fact]
    public void A_struct_that_is_larger_than_a_frame() => Check(Gen.Select(Gen.Long, Gen.Long, static (a, b) => new Wide(new Gap(1, a, b), new Gap(2, b, a))), frames: Gen.Const(64));

    [Fact]
    public void A_frame_is_never_longer_than_allowed_and_is_filled()
    {
        var pair = new RemotePair<string>(1 << 20, limits: new FrameLimits(1000));
        pair.DeliverCredit();
        pair.Output.TrySend(RemotePair<string>.Batch([.. Enumerable.Range(0, 256).Select(static i => (new string('x', i % 40), 0L, Array.Empty<byte>()))], keyed: false));
        pair.DeliverData();
        Assert.All(pair.Headers, static h => Assert.InRange(FrameHeader.Size + h.PayloadBytes, 1, 1000));
        Assert.All(pair.Headers.SkipLast(1), static h => Assert.InRange(FrameHeader.Size + h.PayloadBytes, 1000 - 60, 1000));
    }

    [Fact]
    public void A_record_larger_than_a_frame_spans_frames_with_one_credit()
    {
        var pair = new RemotePair<string>(1, keyed: true);
        var records = new[] { ("small", 1L, "k"u8.ToArray()), (new string('x', 1_000_000), 2L, "key"u8.ToArray()), ("after", 3L, []) };
        pair.DeliverCredit();
        Assert.True(pair.Output.TrySend(RemotePair<string>.Batch(records, keyed: true)));
        Assert.Equal(records.Select(r => (r.Item1, r.Item2)), pair.Records().Select(r => (r.Value, r.Timestamp)));
        Assert.Equal(16, pair.Headers.Count(h => h.Kind is FrameKind.Part or FrameKind.LastPart));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_record_larger_than_the_largest_is_refused_with_its_size_and_the_option(int length, bool fits)
    {
        // A text of more than 255 characters has a prefix of three bytes.
        var pair = new RemotePair<string>(4, limits: new FrameLimits(128, 1003));
        pair.DeliverCredit();
        var batch = RemotePair<string>.Batch([("a", 1, []), (new string('x', length), 12, [])], keyed: false);
        if (fits)
        {
            Assert.True(pair.Output.TrySend(batch));
            Assert.Equal(2, pair.Records().Count);
            return;
        }

        var refused = Assert.Throws<UnsentRecordException>(() => pair.Output.TrySend(batch));
        Assert.Equal(
            "A record from 'a' to 'b' takes 1,004 bytes, timestamp 12, more than --max-record-size allows (1,003). Raise it on all task managers, or make the record smaller.",
            refused.Message);
        Assert.Equal(Core.Control.FailureDomain.User, FailureDomain(refused));
    }

    [Fact]
    public void The_size_of_a_record_far_too_large_is_counted_without_keeping_it()
    {
        var pair = new RemotePair<List<string>>(4, limits: new FrameLimits(128, 1000));
        pair.DeliverCredit();
        var value = Enumerable.Repeat(new string('x', 100), 100_000).ToList();
        var refused = Assert.Throws<UnsentRecordException>(() => pair.Output.TrySend(RemotePair<List<string>>.Batch([(value, 0, [])], keyed: false)));
        Assert.Contains("takes 10,200,005 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_serializer_throws_is_the_users_and_names_the_route()
    {
        var pair = new RemotePair<Part>(4, serializer: new SerializerCache().For(new Refusing()));
        pair.DeliverCredit();
        var refused = Assert.Throws<UnsentRecordException>(() => pair.Output.TrySend(RemotePair<Part>.Batch([(new Part("p", []), 5, [])], keyed: false)));
        Assert.Equal("A record from 'a' to 'b' cannot be serialized, timestamp 5: not today", refused.Message);
        Assert.Equal(Core.Control.FailureDomain.User, FailureDomain(refused));
    }

    private static Core.Control.FailureDomain FailureDomain(Exception e) => FailureRules.DomainOf(null, e);

    private static void Check<T>(Gen<T> gen, Func<T, T, bool>? equal = null, Gen<int>? frames = null)
    {
        equal ??= EqualityComparer<T>.Default.Equals;
        var serializer = new SerializerCache().For<T>();
        var records = Gen.Select(gen, Gen.Long, Gen.Byte.Array[0, 40], static (value, timestamp, key) => (value, timestamp, key)).List[1, 60];
        Gen.Select(records, frames ?? Gen.Int[60, 2000], Gen.Int[1, 5], Gen.Bool).Sample((records, frame, window, keyed) =>
        {
            var pair = new RemotePair<T>(window, keyed, new FrameLimits(frame), serializer);
            pair.DeliverCredit();
            pair.Output.TrySend(RemotePair<T>.Batch(records, keyed));
            var read = pair.Records();
            return read.Count == records.Count && read.Zip(records).All(z =>
                equal(z.First.Value, z.Second.value) && z.First.Timestamp == z.Second.timestamp
                && (!keyed || (z.First.Key.AsSpan().SequenceEqual(z.Second.key) && z.First.Hash == RemotePair<T>.KeyHash(z.Second.key))));
        });
    }

    private readonly record struct Gap(byte Kind, long Number, decimal Price);

    private readonly record struct Wide(Gap First, Gap Second);

    private sealed record Part(string Name, List<int> Numbers);

    private sealed class Refusing : ISerializer<Part>
    {
        public string Schema => "part";

        public void Write(IBufferWriter<byte> output, Part value) => throw new InvalidOperationException("not today");

        public Part Read(ReadOnlySpan<byte> input) => throw new InvalidOperationException();
    }
}
