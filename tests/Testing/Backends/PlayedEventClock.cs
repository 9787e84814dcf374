namespace Millrace.Tests.Testing.Backends;

/// <summary>An event-time clock that the test sets.</summary>
public sealed class PlayedEventClock : IEventClock
{
    public long Now { get; set; } = long.MinValue;

    public long Passed { get; set; } = long.MinValue;
}
