namespace Millrace.Simulation.Tests.World;

/// <summary>The circumstances in which visible output is checked.</summary>
/// <param name="Ended">Whether the job has finished, so that all output must be present.</param>
/// <param name="TookBack">Whether the job may be in the middle of retracting what a damaged checkpoint had shown.</param>
/// <param name="Stale">Whether stale processes ran beside newer ones, which may leave litter.</param>
internal readonly record struct Circumstances(bool Ended, bool TookBack, bool Stale)
{
    /// <summary>Whether the job was drained, so that it has finished with part of its input.</summary>
    public bool Drained { get; init; }
}
