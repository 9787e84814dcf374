using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The consumer's end of a channel from another process. Frames are queued as they arrive, as many as were granted, and are read on the
/// consumer's thread. Credit is returned when batches have been processed, half of the window at a time.
/// </summary>
/// <param name="channel">The channel.</param>
/// <param name="reader">Reads batches.</param>
/// <param name="limits">The maximum sizes of frames and records.</param>
/// <param name="window">The maximum number of frames of records in flight, 1 or more.</param>
/// <param name="fail">Fails the consuming task; called from any thread.</param>
internal sealed class RemoteInput(ChannelAddress channel, BatchReader reader, FrameLimits limits, int window, Action<Exception> fail) : IInputChannel
{
    private readonly ConcurrentQueue<Frame> _frames = new();
    private readonly LargeRecord _large = new(reader.Keyed, limits);
    private readonly int _share = Math.Max(window / 2, 1);
    private IFrameLink? _link;
    private readonly Queue<StreamElement> _read = new();
    private int _granted;
    private int _worked;
    private bool _closed;

    public ChannelAddress Channel => channel;

    public Action WakeConsumer { get; set; } = static () => { };

    public string Producer { get; set; } = "";

    public int Input { get; set; }

    public long Consumed { get; set; }

    public InFlightEdge? InFlight { get; set; }

    public Action<CheckpointBarrier> Announce { get; set; } = static _ => { };

    /// <summary>Grants the first frames, which requests the producer to send.</summary>
    public void Open(IFrameLink link)
    {
        _link = link;
        Grant(window);
    }

    /// <summary>Takes ownership of a frame; called by the reader of the data call.</summary>
    public void OnFrame(in FrameHeader header, Frame frame)
    {
        if (Volatile.Read(ref _closed))
        {
            frame.Release();
            return;
        }

        if (header.TakesCredit && Interlocked.Decrement(ref _granted) < 0)
        {
            frame.Release();
            Fail(new InvalidDataException($"{Producer} sent more frames on {channel} than were granted."));
            return;
        }

        CheckpointBarrier? barrier = header.Kind == FrameKind.Barrier ? ControlFrames.ReadBarrier(frame.Payload.Span) : null;
        _frames.Enqueue(frame);
        if (barrier is { } arrived) Announce(arrived);
        WakeConsumer();
    }

    public bool TryReceive(out StreamElement element)
    {
        if (!TryPeek(out element)) return false;
        _read.Dequeue();
        return true;
    }

    public bool TryPeek(out StreamElement element)
    {
        while (_read.Count == 0 && _frames.TryDequeue(out var frame)) ReadOn(frame);
        return _read.TryPeek(out element!);
    }

    public bool TryCollect(long checkpoint, List<StreamElement> batches)
    {
        while (_frames.TryDequeue(out var frame)) ReadOn(frame);
        foreach (var element in _read)
        {
            if (element is BarrierElement { Barrier: var barrier } && barrier.Checkpoint == checkpoint) return true;
            if (element.IsBatch) batches.Add(element);
        }

        return false;
    }

    public void ReturnCredit()
    {
        if (++_worked < _share) return;
        Grant(_worked);
        _worked = 0;
    }

    /// <summary>Fails the task, because what was in flight is lost.</summary>
    public void Fail(Exception reason)
    {
        Close();
        fail(reason);
    }

    /// <summary>Closes the channel when the attempt is over: frames that still arrive are dropped.</summary>
    public void Close() => Volatile.Write(ref _closed, true);

    private void Grant(int credit)
    {
        Interlocked.Add(ref _granted, credit);
        if (!Volatile.Read(ref _closed)) _link!.Send(ControlFrames.WriteCredit(credit, channel));
    }

    private void ReadOn(Frame frame)
    {
        if (Read(frame) is { } element) _read.Enqueue(element);
    }

    private StreamElement? Read(Frame frame)
    {
        try
        {
            return Read(frame.Header.Kind, frame.Payload);
        }
        catch (Exception e)
        {
            throw new InvalidDataException($"A frame of {frame.Length} bytes from {Producer} on {channel} cannot be read: {e.Message}", e);
        }
        finally
        {
            frame.Release();
        }
    }

    // Null for a part of a record that is not the last.
    private StreamElement? Read(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        if (_large.IsBegun && kind is not (FrameKind.Part or FrameKind.LastPart)) throw new InvalidDataException("A record's last part is missing.");
        switch (kind)
        {
            case FrameKind.Batch:
                return reader.Read(payload);
            case FrameKind.Part:
                _large.Add(payload.Span);
                // Its credit is free again: the record is read once it is complete.
                ReturnCredit();
                return null;
            case FrameKind.LastPart:
                _large.Add(payload.Span);
                var batch = reader.Read(_large.Payload);
                _large.Clear();
                return batch;
            default:
                return ControlFrames.Read(kind, payload.Span);
        }
    }
}
