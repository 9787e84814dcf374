namespace Millrace.Hosting.Hosts;

/// <summary>The limits of effect threads.</summary>
internal sealed record EffectThreadsOptions
{
    /// <value>How many effects run at once, 1 or more. Default 32: they wait for disks and other systems, and hardly compute.</value>
    public int Most { get; init; } = 32;

    /// <value>How long an effect counts towards the limit. Default 30 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>How long an idle thread is kept. Default 5 s.</value>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(5);
}
