using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Serialization;

namespace Millrace.Tests.Testing.Harness;

/// <summary>
/// Takes what comes out, element by element. What comes on a channel after its barrier belongs to an instance that will be lost, and is
/// left out.
/// </summary>
internal sealed class Outlet<T>(IReadOnlyList<Channel> channels, TypeSerializer<T> serializer, RunOutput<T> output)
{
    private readonly bool[] _cut = new bool[channels.Count];
    private readonly bool[] _idle = new bool[channels.Count];
    private readonly long[] _watermarks = [.. Enumerable.Repeat(long.MinValue, channels.Count)];
    private int _next;
    private int _ends;

    /// <summary>Whether the barrier came on every channel.</summary>
    public bool IsCut => Array.TrueForAll(_cut, static c => c);

    /// <summary>Whether the end of input came on every channel.</summary>
    public bool IsEnded => _ends == channels.Count;

    /// <summary>Whether the newest status of every channel is idle.</summary>
    public bool IsIdle => Array.TrueForAll(_idle, static i => i);

    public bool TakeOne()
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
                for (var i = 0; i < batch.Count && !_cut[channel]; i++)
                    output.Add(batch.Values[i], batch.Timestamps[i], FrozenLedger.Bytes(serializer, batch.Values[i]));
                batch.Release();
                channels[channel].ReturnCredit();
                break;
            case WatermarkElement watermark when !_cut[channel]:
                if (watermark.Timestamp <= _watermarks[channel]) throw new HarnessException($"Watermark {watermark.Timestamp} came after {_watermarks[channel]}.");
                _watermarks[channel] = watermark.Timestamp;
                output.Watermark = Math.Max(output.Watermark, _watermarks.Min());
                break;
            case StreamStatusElement status when !_cut[channel]:
                if (status.Idle == _idle[channel]) throw new HarnessException($"A status came that was known: {(status.Idle ? "idle" : "active")}.");
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
}
