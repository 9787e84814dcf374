namespace Millrace.Hosting.Control;

/// <summary>The link to the other end of a control stream: in order, or lost with all that follows. Any thread may send; nothing blocks.</summary>
/// <typeparam name="TOut">The messages sent.</typeparam>
public interface IControlLink<in TOut>
{
    /// <summary>Takes a message; returns false where too many are already waiting.</summary>
    bool TrySend(TOut message);

    /// <summary>Closes the link: nothing more is sent or received. Does not block, and may be called more than once.</summary>
    /// <param name="reason">The reason, for the other end.</param>
    void Close(string reason);
}
