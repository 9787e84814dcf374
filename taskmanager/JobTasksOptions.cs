using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>How the tasks of a job are monitored and stopped.</summary>
/// <param name="SilenceLimit">How long the job manager may be silent.</param>
/// <param name="EndLimit">How long tasks have to stop.</param>
/// <param name="Stuck">The threads of tasks that do not stop.</param>
/// <param name="Post">Puts mail into the task executor's mailbox.</param>
/// <param name="OnSilence">Called, as mail, when the job manager has been silent for too long.</param>
/// <param name="OnPinned">Called, as mail, when the slots held by abandoned tasks have changed.</param>
internal sealed record JobTasksOptions(
    TimeSpan SilenceLimit, TimeSpan EndLimit, StuckThreads Stuck, Action<Action> Post, Action<JobTasks> OnSilence, Action<JobTasks> OnPinned);
