using Millrace.Core.Control;

namespace Millrace.JobManager.Services;

/// <summary>Counts the slots that no job uses.</summary>
internal interface IFreeSlots
{
    /// <summary>Returns a task manager's number of free slots.</summary>
    int Of(TaskManagerRegistration taskManager);
}
