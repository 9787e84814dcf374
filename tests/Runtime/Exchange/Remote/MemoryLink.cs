using Millrace.Runtime.Exchange.Remote;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>A way between two ends in memory: frames go on when the test says so.</summary>
internal sealed class MemoryLink : IFrameLink
{
    private readonly Queue<Frame> _frames = new();

    public int Count => _frames.Count;

    /// <summary>How many frames went that take credit.</summary>
    public int Taken { get; private set; }

    /// <summary>How many frames were granted in all.</summary>
    public int Granted { get; private set; }

    public void Send(Frame frame)
    {
        if (frame.Header.TakesCredit) Taken++;
        if (frame.Header.Kind == FrameKind.Credit) Granted += ControlFrames.ReadCredit(frame);
        _frames.Enqueue(frame);
    }

    public Frame Take() => _frames.Dequeue();
}
