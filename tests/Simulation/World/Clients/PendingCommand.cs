using Millrace.Simulation.Tests.World.Processes;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>A command sent to a job manager, and its deadline.</summary>
/// <param name="What">The command, as text.</param>
/// <param name="To">The job manager it was sent to.</param>
/// <param name="Given">When it was sent, in ticks.</param>
/// <param name="Limit">The time limit of its answer, in ticks, not counting pauses of the job manager.</param>
internal sealed record PendingCommand(string What, JobManagerNode To, long Given, long Limit)
{
    /// <summary>How long the job manager had been paused before.</summary>
    public long PausedTime { get; } = To.PausedTime;

    /// <summary>Called if no answer will come.</summary>
    public required Action OnLost { get; init; }

    public bool IsAnswered { get; set; }

    /// <summary>Whether no answer will come, because the job manager has died.</summary>
    public bool IsLost => !To.Process.Alive;

    public bool IsLate(long now) => !IsAnswered && !IsLost && !To.Process.IsPaused && now - Given - (To.PausedTime - PausedTime) > Limit;
}
