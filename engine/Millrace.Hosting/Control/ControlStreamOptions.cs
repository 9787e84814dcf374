namespace Millrace.Hosting.Control;

/// <summary>How an end of a control stream holds on to the other.</summary>
/// <param name="BeatInterval">How often it gives a sign of life.</param>
/// <param name="SilenceLimit">After hearing nothing for so long, counted in beats of its own, it gives the other up.</param>
/// <param name="QueueLimit">How many messages may wait to be sent, 1 or more: who reads so slowly is given up.</param>
public sealed record ControlStreamOptions(TimeSpan BeatInterval, TimeSpan SilenceLimit, int QueueLimit = 20_000)
{
    /// <summary>How large a message may be where nothing else is configured, in bytes: a manifest goes in one piece.</summary>
    public const int DefaultMessageLimit = 256 << 20;
}
