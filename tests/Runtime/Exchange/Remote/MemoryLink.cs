using Millrace.Runtime.Exchange.Remote;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>An in-memory link between two ends: frames are delivered when the test says so.</summary>
internal sealed class MemoryLink : IFrameLink
{
    private readonly Queue<Frame> _frames = new();

    public int Count => _frames.Count;

    /// <summary>The number of frames sent that take credit.</summary>
    public int Taken { get; private set; }

    /// <summary>The total number of frames granted.</summary>
    public int Granted { get; private set; }

    public void Send(Frame frame)
    {
        if (frame.Header.TakesCredit) Taken++;
        if (frame.Header.Kind == FrameKind.Credit) Granted += ControlFrames.ReadCredit(frame);
        _frames.Enqueue(frame);
    }

    public Frame Take() => _frames.Dequeue();
}
