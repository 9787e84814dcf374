namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Sees that nothing piles up: neither mail, nor frames that wait for the connection.</summary>
internal sealed class QueueMonitor
{
    /// <summary>So many pieces of mail may wait for an activity: with what came due while its process stood still.</summary>
    public const int MostMail = 2000;

    /// <summary>So many frames may wait for a connection: what all channels have credit for, and what needs none.</summary>
    public const int MostFrames = 2000;

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>So much mail waits for an activity.</summary>
    public void Mail(string process, string activity, int pieces)
    {
        if (pieces > MostMail) Breach ??= $"{pieces} pieces of mail wait for '{activity}' of {process}.";
    }

    /// <summary>So many frames wait for a connection.</summary>
    public void Frames(string from, string to, int frames)
    {
        if (frames > MostFrames) Breach ??= $"{frames} frames wait to go from {from} to {to}.";
    }
}
