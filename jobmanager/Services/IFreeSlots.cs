using Millrace.Core.Control;

namespace Millrace.JobManager.Services;

/// <summary>Knows the slots that no job has.</summary>
internal interface IFreeSlots
{
    /// <summary>How many of a task manager are free.</summary>
    int Of(TaskManagerRegistration taskManager);
}
