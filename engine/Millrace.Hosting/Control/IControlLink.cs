namespace Millrace.Hosting.Control;

/// <summary>The way to the other end of a control stream: in order, or lost with all that comes after. Any thread may send; nobody waits.</summary>
/// <typeparam name="TOut">What is sent.</typeparam>
public interface IControlLink<in TOut>
{
    /// <summary>Takes a message; false where too many wait already.</summary>
    bool TrySend(TOut message);

    /// <summary>Nothing more is sent or received. Does not wait, and may be called more than once.</summary>
    /// <param name="reason">Why, for the other end.</param>
    void Close(string reason);
}
