namespace Millrace.JobManager.Leading;

/// <summary>How a job manager comes to lead.</summary>
internal sealed record LeadershipOptions
{
    /// <value>Whether it is the only job manager of the storage, so that it leads at once and gives no signs of life. Default false.</value>
    public bool IsAlone { get; init; }

    /// <value>The interval of the leader's signs of life. Default 500 ms.</value>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>A leader that gives no sign of life for this long is replaced. Default 2.5 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2.5);
}
