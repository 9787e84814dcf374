namespace Millrace.Simulation.Tests.Command;

/// <summary>Which runs a campaign has.</summary>
/// <param name="Seed">The base seed, from which and the number of a run its seed is made.</param>
internal sealed record CampaignOptions(ulong Seed)
{
    /// <summary>The first run.</summary>
    public long First { get; init; } = 1;

    /// <summary>How many runs at most.</summary>
    public long Runs { get; init; } = 1000;

    /// <summary>No run begins after this time.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.MaxValue;

    /// <summary>How many runs at once, each on a thread of its own.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Whether no run begins after a violation.</summary>
    public bool StopsAtViolation { get; init; }

    /// <summary>Whether each run is reported.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether one run is replayed, with its events where it is verbose.</summary>
    public bool IsReplay { get; init; }
}
