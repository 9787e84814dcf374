namespace Millrace.JobManager.Slots;

/// <summary>A job, as the pool of task managers sees it. Calls do not wait.</summary>
internal interface ISlotOwner
{
    string JobId { get; }

    string JobName { get; }

    /// <summary>The job was given slots.</summary>
    void Granted(SlotGrant grant);

    /// <summary>There are not enough slots yet.</summary>
    /// <param name="waitsFor">What it waits for, in words.</param>
    void Waits(string waitsFor);

    /// <summary>A task manager on which the job has slots is gone, and what ran there.</summary>
    /// <param name="taskManager">Its name.</param>
    /// <param name="reason">Why, as the end of a sentence about it.</param>
    /// <param name="suspicion">What its end says of the job; null where its process did not end by itself.</param>
    void Lost(string taskManager, string reason, ProcessSuspicion? suspicion);

    /// <summary>Slots are free that no other job waits for; told once each time that the job has asked for more.</summary>
    void SlotsAreFree();
}
