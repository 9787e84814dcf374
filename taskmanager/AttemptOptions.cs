using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>How the tasks of an attempt are watched and ended.</summary>
/// <param name="SilenceLimit">How long the job manager may be silent.</param>
/// <param name="EndLimit">How long its tasks have to end.</param>
/// <param name="Stuck">Those that do not.</param>
/// <param name="Post">Puts mail into the task executor's mailbox.</param>
/// <param name="OnSilence">Told, as mail, when the job manager was silent for too long.</param>
/// <param name="OnPinned">Told, as mail, when other slots are held by tasks that were given up than before.</param>
internal sealed record AttemptOptions(
    TimeSpan SilenceLimit, TimeSpan EndLimit, StuckThreads Stuck, Action<Action> Post, Action<AttemptTasks> OnSilence, Action<AttemptTasks> OnPinned);
