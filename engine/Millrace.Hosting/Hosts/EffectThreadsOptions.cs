namespace Millrace.Hosting.Hosts;

/// <summary>How many threads effects have.</summary>
internal sealed record EffectThreadsOptions
{
    /// <value>So many effects run at once, 1 or more. Default 32: they wait for disks and other systems, and hardly compute.</value>
    public int Most { get; init; } = 32;

    /// <value>An effect that takes longer no longer counts. Default 30 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>A thread without anything to do stays for so long. Default 5 s.</value>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(5);
}
