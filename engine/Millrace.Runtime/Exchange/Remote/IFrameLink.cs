namespace Millrace.Runtime.Exchange.Remote;

/// <summary>The way to the other side of a data call: in order or lost with all that comes after. Any thread may send; nobody blocks.</summary>
internal interface IFrameLink
{
    /// <summary>Takes a frame over.</summary>
    void Send(Frame frame);
}
