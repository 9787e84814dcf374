namespace Millrace.Simulation.Tests.World;

/// <summary>The circumstances in which visible output is checked.</summary>
/// <param name="HasEnded">Whether the job has finished.</param>
/// <param name="TookBack">Whether the job may be in the middle of retracting what a damaged checkpoint had shown.</param>
/// <param name="Stale">Whether stale processes ran beside newer ones, which may leave litter.</param>
internal readonly record struct Circumstances(bool HasEnded, bool TookBack, bool Stale)
{
    /// <summary>Whether the job was drained, so that it finishes with the output of part of its input.</summary>
    public bool Drained { get; init; }

    /// <summary>Whether a drain ever began. One that failed has fired timers too early, and an at-least-once sink cannot retract the results.</summary>
    public bool DrainBegan { get; init; }

    /// <summary>The newest attempt, whose own litter nobody else may have left.</summary>
    public int Attempt { get; init; }
}
