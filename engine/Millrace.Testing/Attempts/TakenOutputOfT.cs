using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Testing.Attempts;

/// <summary>
/// Takes the output, element by element. What comes on a channel after its barrier belongs to an attempt that will be lost, and is ignored
/// unless the attempt continues.
/// </summary>
internal sealed class TakenOutput<T>(IReadOnlyList<IInputChannel> channels, IOutputTaker<T> taker) : TakenOutput
{
    private readonly bool[] _cut = new bool[channels.Count];
    private readonly bool[] _idle = new bool[channels.Count];
    private readonly long[] _watermarks = [.. Enumerable.Repeat(long.MinValue, channels.Count)];
    private long _watermark = long.MinValue;
    private int _next;
    private int _ends;

    public override bool IsCut => Array.TrueForAll(_cut, static c => c);

    public override bool IsEnded => _ends == channels.Count;

    public override bool IsIdle => Array.TrueForAll(_idle, static i => i);

    public override void Resume() => Array.Clear(_cut);

    public override bool TakeOne()
    {
        for (var tried = 0; tried < channels.Count; tried++)
        {
            var channel = _next;
            _next = (_next + 1) % channels.Count;
            if (!channels[channel].TryReceive(out var element)) continue;
            Take(channel, element);
            return true;
        }

        return false;
    }

    private void Take(int channel, StreamElement element)
    {
        switch (element)
        {
            case RecordBatch<T> batch:
                for (var i = 0; i < batch.Count && !_cut[channel]; i++) taker.Take(batch.Values[i], batch.Timestamps[i]);
                batch.Release();
                channels[channel].ReturnCredit();
                break;
            case WatermarkElement watermark when !_cut[channel]:
                Advance(channel, watermark.Timestamp);
                break;
            case StreamStatusElement status when !_cut[channel]:
                if (status.Idle == _idle[channel]) throw new HarnessException($"A status was repeated: {(status.Idle ? "idle" : "active")}.");
                _idle[channel] = status.Idle;
                break;
            case BarrierElement:
                _cut[channel] = true;
                break;
            case EndOfInputElement when !_cut[channel]:
                _ends++;
                break;
        }
    }

    private void Advance(int channel, long watermark)
    {
        if (watermark <= _watermarks[channel]) throw new HarnessException($"Watermark {watermark} came after {_watermarks[channel]}.");
        _watermarks[channel] = watermark;
        if (_watermarks.Min() <= _watermark) return;
        _watermark = _watermarks.Min();
        taker.Advance(_watermark);
    }
}
