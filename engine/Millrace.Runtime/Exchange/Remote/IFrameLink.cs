namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The link to the other side of a data call: frames arrive in order, or are lost with all that follow. Any thread may send; sending never blocks.
/// </summary>
internal interface IFrameLink
{
    /// <summary>Takes ownership of a frame.</summary>
    void Send(Frame frame);
}
