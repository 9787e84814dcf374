namespace Millrace.Tests.Testing.Backends;

/// <summary>An event time that the test says.</summary>
public sealed class PlayedEventClock : IEventClock
{
    public long Now { get; set; } = long.MinValue;

    public long Passed { get; set; } = long.MinValue;
}
