using Millrace.Hosting.Leading;

namespace Millrace.JobManager.Leading;

/// <summary>How a process stands to the leadership of its cluster.</summary>
internal abstract record Standing
{
    private Standing()
    {
    }

    /// <summary>Another process leads.</summary>
    /// <param name="Leader">It, as far as it is known.</param>
    public sealed record Follows(LeaderRecord? Leader) : Standing;

    /// <summary>This process leads.</summary>
    /// <param name="Epoch">Its epoch, which it swaps into the heads of jobs before it acts.</param>
    /// <param name="Recovered">The highest epoch of an earlier leader that had recovered the jobs.</param>
    public sealed record Leads(long Epoch, long Recovered) : Standing;

    /// <summary>This process would lead, but there is no room in the storage for what it has to write before; it is tried again.</summary>
    /// <param name="Reason">The reason.</param>
    public sealed record Waits(string Reason) : Standing;

    /// <summary>The storage could not be read; it is tried again.</summary>
    /// <param name="Reason">The reason.</param>
    public sealed record Unread(string Reason) : Standing;

    /// <summary>This process does not lead any longer, or may not. It is of no more use.</summary>
    /// <param name="Reason">The reason, as a sentence.</param>
    public sealed record Over(string Reason) : Standing;
}
