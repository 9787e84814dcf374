using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>Time limits: every request is answered within one, with the result or with what it was waiting for.</summary>
internal sealed partial class Dispatcher
{
    /// <summary>For answers from memory, or from a single read of the storage.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    /// <summary>For the end of a job's tasks: longer than the limit for tasks that do not stop.</summary>
    public static readonly TimeSpan CancelLimit = TimeSpan.FromMinutes(2);

    /// <summary>For a savepoint, including of a job that is not running yet: longer than a checkpoint may take.</summary>
    public static readonly TimeSpan SavepointLimit = TimeSpan.FromMinutes(15);

    /// <summary>How often a job's history is stored for its checkpoints alone.</summary>
    public static readonly TimeSpan PastInterval = TimeSpan.FromSeconds(30);

    /// <summary>For the planning of a job, which may be tried on up to three task managers.</summary>
    public TimeSpan PlanningLimit => (3 * Pool.PlanLimit) + ReadLimit;

    /// <summary>Wraps a callback so that it is called once: with the first answer, or at the limit with what the request was waiting for.</summary>
    private Action<Answer<T>> Within<T>(TimeSpan limit, Func<TimeSpan, string> waitedFor, Action<Answer<T>> onAnswer)
    {
        var isAnswered = false;
        ITimer? timer = null;
        timer = _context.Time.CreateTimer(_ => _mailbox.Post(() => Answer(new Refusal(RefusalKind.Late, waitedFor(limit)))), null, limit, Timeout.InfiniteTimeSpan);
        return Answer;

        void Answer(Answer<T> answer)
        {
            if (isAnswered) return;
            isAnswered = true;
            timer?.Dispose();
            onAnswer(answer);
        }
    }

    private Func<TimeSpan, string> Storage(string what) => limit => $"{what} took longer than {Seconds(limit)}: the storage does not answer.";

    private Func<TimeSpan, string> Standing(string job, string what, string then) => limit =>
    {
        if (Find(job).Value is not { Status: { } status }) return $"{what} took longer than {Seconds(limit)}.";
        var why = status.Result switch
        {
            { WaitingFor: { } waitsFor } => $" (for {waitsFor})",
            { State: JobState.Restarting or JobState.Created, Failures: [.., var last] } => $"; its last failure: {last.Failure.Summary}",
            _ => "",
        };
        return $"{what} took longer than {Seconds(limit)}: job {status.Id} is {Word(status.Result.State)}{why}. {then}";
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";
}
