using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Tests;

/// <summary>A job in the pool that does nothing but record its notifications.</summary>
internal sealed class PlayedOwner(string jobId) : ISlotOwner
{
    public string JobId => jobId;

    public string JobName => $"name of {jobId}";

    public List<SlotGrant> Grants { get; } = [];

    public List<string> Waiting { get; } = [];

    public List<string> Losses { get; } = [];

    /// <summary>The number of times it was notified that slots are free.</summary>
    public int Offers { get; private set; }

    public void Granted(SlotGrant grant) => Grants.Add(grant);

    public void CannotKeep(SlotRequest request) => Refusals++;

    /// <summary>The number of requests that would have kept slots that it cannot keep.</summary>
    public int Refusals { get; private set; }

    public void Waits(string waitsFor) => Waiting.Add(waitsFor);

    public List<ProcessSuspicion?> Suspicions { get; } = [];

    public void Lost(string taskManager, string reason, ProcessSuspicion? suspicion)
    {
        Losses.Add($"{taskManager} {reason}");
        Suspicions.Add(suspicion);
    }

    public void SlotsAreFree() => Offers++;
}
