using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The producer's end of a channel to another process. Batches are split into frames on the producer's thread; a frame of records is sent
/// when it has credit from the consumer, and frames without credit are kept here, in order. A batch is taken while there is credit and no
/// frame is kept, so it may overdraw by its own frames. Without a consumer nothing is sent.
/// </summary>
/// <param name="channel">The channel.</param>
/// <param name="writer">Splits batches.</param>
/// <param name="fail">Fails the producing task; called from any thread.</param>
internal sealed class RemoteOutput(ChannelAddress channel, BatchWriter writer, Action<Exception> fail) : IOutputChannel, IFrameTaker
{
    private readonly Lock _gate = new();
    private Queue<Frame> _unsent = new();
    private IFrameLink? _link;
    private int _credit;
    private bool _refused;
    private bool _isAwaited;
    private bool _isInRecord;
    private bool _closed;

    public ChannelAddress Channel => channel;

    public Action WakeProducer { get; set; } = static () => { };

    public bool IsClear
    {
        get
        {
            lock (_gate) return !(_isAwaited = _unsent.Count > 0);
        }
    }

    public bool TrySend(StreamElement element)
    {
        if (!element.IsBatch)
        {
            Send(ControlFrames.Write(element, channel), takesCredit: false);
            return true;
        }

        lock (_gate)
        {
            _refused = _credit == 0 || _unsent.Count > 0;
            if (_refused) return false;
        }

        // Only this thread takes credit while no frame is kept.
        writer.Write(element, this);
        return true;
    }

    public void CollectUnsent(List<byte[]> payloads)
    {
        lock (_gate) Collect(payloads);
    }

    public void Overtake(StreamElement control, List<byte[]> payloads)
    {
        var frame = ControlFrames.Write(control, channel);
        lock (_gate)
        {
            if (_closed)
            {
                frame.Release();
                return;
            }

            // At once with its overtaking, because credit comes from any thread.
            Collect(payloads);
            var before = RestOfRecord;
            if (before == 0 && TryGo(frame, takesCredit: false)) return;
            _unsent = new Queue<Frame>([.. _unsent.Take(before), frame, .. _unsent.Skip(before)]);
        }
    }

    private void Collect(List<byte[]> payloads)
    {
        var large = new List<byte>();
        foreach (var frame in _unsent.Skip(RestOfRecord))
        {
            var kind = frame.Header.Kind;
            if (kind is FrameKind.Part or FrameKind.LastPart) large.AddRange(frame.Payload.Span);
            if (kind == FrameKind.Batch) payloads.Add(frame.Payload.ToArray());
            if (kind != FrameKind.LastPart) continue;
            payloads.Add([.. large]);
            large.Clear();
        }
    }

    // The consumer puts a record together from its parts, which must follow each other.
    private int RestOfRecord
    {
        get
        {
            if (!_isInRecord) return 0;
            var rest = 1;
            foreach (var frame in _unsent)
            {
                if (frame.Header.Kind == FrameKind.LastPart) return rest;
                rest++;
            }

            return _unsent.Count;
        }
    }

    public void Take(FrameKind kind, byte[] bytes, int payloadBytes) => Send(Frame.Of(kind, channel, bytes, payloadBytes), takesCredit: true);

    /// <summary>Handles the consumer's grant of additional frames of records; called from any thread.</summary>
    /// <param name="link">The link to the consumer.</param>
    /// <param name="credit">The number of frames, 1 or more.</param>
    public void OnCredit(IFrameLink link, int credit)
    {
        lock (_gate)
        {
            if (_closed) return;
            _link = link;
            _credit += credit;
            while (_unsent.TryPeek(out var frame))
            {
                if (!TryGo(frame, frame.Header.TakesCredit)) return;
                _unsent.Dequeue();
            }

            if (!_isAwaited && (!_refused || _credit == 0)) return;
            _isAwaited = false;
            _refused &= _credit == 0;
        }

        WakeProducer();
    }

    /// <summary>Fails the task, because what was in flight is lost.</summary>
    public void Fail(Exception reason)
    {
        Close();
        fail(reason);
    }

    /// <summary>Closes the channel when the attempt is over: nothing is sent any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _link = null;
            while (_unsent.TryDequeue(out var frame)) frame.Release();
        }
    }

    private void Send(Frame frame, bool takesCredit)
    {
        lock (_gate)
        {
            if (_closed) frame.Release();
            else if (_unsent.Count > 0 || !TryGo(frame, takesCredit)) _unsent.Enqueue(frame);
        }
    }

    private bool TryGo(Frame frame, bool takesCredit)
    {
        if (_link is null || (takesCredit && _credit == 0)) return false;
        if (takesCredit)
        {
            _credit--;
            _isInRecord = frame.Header.Kind == FrameKind.Part;
        }

        _link.Send(frame);
        return true;
    }
}
