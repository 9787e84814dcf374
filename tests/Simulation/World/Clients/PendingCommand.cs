using Millrace.Simulation.Tests.World.Processes;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>A command that a job manager was given, and by when it must have answered.</summary>
/// <param name="What">The command, in words.</param>
/// <param name="To">Whom it was given.</param>
/// <param name="Given">When, in ticks.</param>
/// <param name="Limit">Within what time it must be answered, in ticks, while the job manager does not stand still.</param>
internal sealed record PendingCommand(string What, JobManagerNode To, long Given, long Limit)
{
    /// <summary>For how long the job manager had stood still before.</summary>
    public long StoodStill { get; } = To.StoodStill;

    /// <summary>Told where no answer will come.</summary>
    public required Action OnLost { get; init; }

    public bool IsAnswered { get; set; }

    /// <summary>Whether no answer will come, because the job manager has died.</summary>
    public bool IsLost => !To.Process.Alive;

    public bool IsLate(long now) => !IsAnswered && !IsLost && !To.Process.IsPaused && now - Given - (To.StoodStill - StoodStill) > Limit;
}
