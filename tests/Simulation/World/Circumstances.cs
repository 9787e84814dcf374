namespace Millrace.Simulation.Tests.World;

/// <summary>When the outside is looked at.</summary>
/// <param name="Ended">Whether the job has finished, so that all must be there.</param>
/// <param name="TookBack">Whether the job may be in the middle of taking back what a damaged checkpoint had shown.</param>
/// <param name="Stale">Whether stale processes went on beside newer ones, which may leave litter.</param>
internal readonly record struct Circumstances(bool Ended, bool TookBack, bool Stale)
{
    /// <summary>Whether the job was drained, so that it has finished with a part of its input.</summary>
    public bool Drained { get; init; }
}
