namespace Millrace.JobManager.Slots;

/// <summary>A job as the task manager pool sees it. Calls do not block.</summary>
internal interface ISlotOwner
{
    string JobId { get; }

    string JobName { get; }

    /// <summary>The job was given slots.</summary>
    void Granted(SlotGrant grant);

    /// <summary>The job cannot keep the slots that its request would keep, and still has them; the request is void.</summary>
    void CannotKeep(SlotRequest request);

    /// <summary>There are not enough slots yet.</summary>
    /// <param name="waitsFor">What it waits for, as text.</param>
    void Waits(string waitsFor);

    /// <summary>A task manager on which the job has slots was lost, with the tasks that ran there.</summary>
    /// <param name="taskManager">Its name.</param>
    /// <param name="reason">The reason, as the end of a sentence about it.</param>
    /// <param name="suspicion">What the loss suggests about the job; null where the process did not terminate by itself.</param>
    void Lost(string taskManager, string reason, ProcessSuspicion? suspicion);

    /// <summary>Slots are free that no other job waits for; called once per request for more.</summary>
    void SlotsAreFree();
}
