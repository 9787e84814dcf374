namespace Millrace.Hosting.Control;

/// <summary>The timeouts and limits of a control stream's end.</summary>
/// <param name="BeatInterval">The interval of its heartbeats.</param>
/// <param name="SilenceLimit">How long the other end may be silent, counted in its own heartbeats, before it is considered lost.</param>
public sealed record ControlStreamOptions(TimeSpan BeatInterval, TimeSpan SilenceLimit)
{
    /// <summary>How many messages may wait to be sent: an end that reads more slowly is considered lost.</summary>
    public const int QueueLimit = 20_000;

    /// <summary>The default maximum size of a message, in bytes: a manifest is sent in one piece.</summary>
    public const int DefaultMessageLimit = 256 << 20;
}
