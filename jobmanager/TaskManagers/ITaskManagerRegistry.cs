using Millrace.Core.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Told of task managers that join and leave.</summary>
internal interface ITaskManagerRegistry
{
    /// <summary>A task manager joined. Another session of the same id is over with it.</summary>
    void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner);

    /// <summary>The session of a task manager is over.</summary>
    /// <param name="registration">The one with which it joined.</param>
    /// <param name="reason">Why, as the end of a sentence about it.</param>
    /// <param name="inGoodOrder">Whether it said itself that it would.</param>
    /// <param name="planning">The artifacts of jobs that it was planning.</param>
    void Left(TaskManagerRegistration registration, string reason, bool inGoodOrder, IReadOnlyList<string> planning);

    /// <summary>Where messages of a job's tasks go.</summary>
    IJobManagerGateway JobManager { get; }
}
