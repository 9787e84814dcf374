using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Runtime.Tests.Codecs;

/// <summary>Data sent from one task manager to another: headers, control elements and credit. Records are tested with their serializers.</summary>
public sealed class FrameCodecTests
{
    public static TheoryData<string> Elements => [.. Controls().Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Elements))]
    public void A_control_element_comes_back_with_every_member(string name) => RoundTrips.Check(
        Controls().Single(t => t.Name == name),
        static filling => filling,
        static element =>
        {
            var channel = new Filling(1).Of<ChannelAddress>();
            var frame = ControlFrames.Write((StreamElement)element, channel);
            try
            {
                Assert.Null(Difference.Of(channel, frame.Header.Channel));
                return ControlFrames.Read(frame.Header.Kind, frame.Payload.Span);
            }
            finally
            {
                frame.Release();
            }
        });

    [Fact]
    public void Every_control_element_has_a_kind_of_frame_and_every_kind_is_written()
    {
        var channel = default(ChannelAddress);
        var written = Controls().Select(t => ControlFrames.Write((StreamElement)new Filling(1).Of(t)!, channel).Header.Kind).Append(ControlFrames.WriteCredit(1, channel).Header.Kind);
        Assert.Equal(Enum.GetValues<FrameKind>().Except([FrameKind.Batch, FrameKind.Part, FrameKind.LastPart]), written.Order());
    }

    [Fact]
    public void A_header_comes_back_with_every_member() => RoundTrips.Check<FrameHeader>(static header =>
    {
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        return FrameHeader.Read(bytes);
    });

    [Fact]
    public void The_header_of_records_comes_back_with_every_member() => RoundTrips.Check<BatchHeader>(static header =>
    {
        var bytes = new byte[BatchHeader.Size];
        header.Write(bytes);
        return BatchHeader.Read(bytes);
    });

    [Fact]
    public void A_barrier_with_a_flag_that_is_not_known_is_refused()
    {
        var frame = ControlFrames.Write(new BarrierElement(new(7)), default);
        frame.Bytes[frame.Length - 1] |= 0x80;
        Assert.Throws<InvalidDataException>(() => ControlFrames.Read(FrameKind.Barrier, frame.Payload.Span));
    }

    private static IEnumerable<Type> Controls() => Filling.Kinds(typeof(StreamElement));
}
