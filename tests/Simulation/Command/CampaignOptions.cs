using System.Security.Cryptography;

namespace Millrace.Simulation.Tests.Command;

/// <summary>The runs of a campaign.</summary>
/// <param name="Seed">The base seed, from which a run's seed is derived by its number.</param>
internal sealed record CampaignOptions(ulong Seed)
{
    /// <summary>The number of the first run.</summary>
    public long First { get; init; } = 1;

    /// <summary>The maximum number of runs.</summary>
    public long Runs { get; init; } = 1000;

    /// <summary>No run starts after this time.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.MaxValue;

    /// <summary>The number of concurrent runs, each on its own thread.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Whether no run starts after a violation.</summary>
    public bool StopsAtViolation { get; init; }

    /// <summary>Whether each run is reported.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether a single run is replayed, with its events if verbose.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Draws a base seed where none is given.</summary>
    public static ulong NewSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
