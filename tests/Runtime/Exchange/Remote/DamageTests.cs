using CsCheck;
using Millrace.Core.Jobs;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>Frames that no producer sends fail the consuming task with an engine failure, and have no other effect.</summary>
public sealed class DamageTests
{
    [Fact]
    public void A_damaged_frame_is_read_or_refused_as_such() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 30]).Sample((keyed, at, with, cut) =>
        {
            var frame = FrameOf(keyed);
            frame.Bytes[at % frame.Length] = with;
            try
            {
                var pair = new RemotePair<string>(4, keyed);
                var cutFrame = new Frame(frame.Bytes, Math.Max(FrameHeader.Size, frame.Length - cut));
                pair.Input.OnFrame(cutFrame.Header, cutFrame);
                while (pair.Input.TryReceive(out _)) { }
            }
            catch (InvalidDataException e)
            {
                return FailureRules.DomainOf(null, e) == Core.Control.FailureDomain.Engine;
            }

            return true;
        });

    [Fact]
    public void The_failure_names_who_sent_it_and_where()
    {
        var pair = new RemotePair<string>(4, keyed: false);
        var frame = FrameOf(keyed: true);
        pair.Input.OnFrame(frame.Header, frame);
        var refused = Assert.Throws<InvalidDataException>(() => pair.Input.TryReceive(out _));
        Assert.Matches("A frame of \\d+ bytes from subtask 1 of a on channel 1->2 of edge 3 \\(attempts 7->8\\) cannot be read: 3 records with", refused.Message);
    }

    [Fact]
    public void A_record_larger_than_allowed_here_is_refused()
    {
        var (large, small) = (new RemotePair<string>(100), new RemotePair<string>(100, limits: new FrameLimits(MaxRecordBytes: 1000)));
        large.DeliverCredit();
        large.Output.TrySend(RemotePair<string>.Batch([(new string('x', 100_000), 0, [])], keyed: false));
        var part = large.Data.Take();
        small.Input.OnFrame(part.Header, part);
        var refused = Assert.Throws<InvalidDataException>(() => small.Input.TryReceive(out _));
        Assert.Contains("A record of 100,005 bytes is larger than --max-record-size allows here (1,000)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_part_is_seen()
    {
        var pair = new RemotePair<string>(100);
        pair.DeliverCredit();
        pair.Output.TrySend(RemotePair<string>.Batch([(new string('x', 200_000), 0, []), ("next", 0, [])], keyed: false));
        pair.DeliverData(2);
        pair.Data.Take();
        pair.Data.Take();
        pair.DeliverData();
        var refused = Assert.Throws<InvalidDataException>(() => pair.Input.TryReceive(out _));
        Assert.EndsWith("A record's last part is missing.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_producer_that_sends_more_than_was_granted_fails_the_task()
    {
        var pair = new RemotePair<string>(2);
        for (var i = 0; i < 3; i++)
        {
            var frame = FrameOf(keyed: false);
            pair.Input.OnFrame(frame.Header, frame);
        }

        Assert.Equal("subtask 1 of a sent more frames on channel 1->2 of edge 3 (attempts 7->8) than were granted.", Assert.Single(pair.Failures).Message);
    }

    private static Frame FrameOf(bool keyed)
    {
        var pair = new RemotePair<string>(4, keyed);
        pair.DeliverCredit();
        pair.Output.TrySend(RemotePair<string>.Batch([("one", 1, "k"u8.ToArray()), ("two", 2, "key"u8.ToArray()), ("three", 3, [])], keyed));
        return pair.Data.Take();
    }
}
