using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>Every question is answered within a limit: with what was asked for, or with what it waited for.</summary>
internal sealed partial class Dispatcher
{
    /// <summary>For what is answered from memory, or with one look into the storage.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    /// <summary>For the end of a job's tasks: longer than tasks have that do not end.</summary>
    public static readonly TimeSpan CancelLimit = TimeSpan.FromMinutes(2);

    /// <summary>For a savepoint, also of a job that must first run: longer than a checkpoint may take.</summary>
    public static readonly TimeSpan SavepointLimit = TimeSpan.FromMinutes(15);

    /// <summary>For the planning of a job, which may come to a second task manager and a third.</summary>
    public TimeSpan PlanningLimit => (3 * Pool.PlanLimit) + ReadLimit;

    /// <summary>Answers once: with what comes first, or when the time is over with what was waited for.</summary>
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
            { WaitingFor: { } waitsFor } => $", and waits for {waitsFor}",
            { State: JobState.Restarting or JobState.Created, Failures: [.., var last] } => $"; its last failure: {last.Failure.Summary}",
            _ => "",
        };
        return $"{what} took longer than {Seconds(limit)}: job {status.Id} is {Word(status.Result.State)}{why}. {then}";
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";
}
