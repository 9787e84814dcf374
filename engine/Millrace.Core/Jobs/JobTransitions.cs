namespace Millrace.Core.Jobs;

/// <summary>The transitions between job states.</summary>
public static class JobTransitions
{
    public static bool IsEnd(JobState state) => Next(state).Length == 0;

    /// <summary>Returns the state after a transition.</summary>
    /// <exception cref="InvalidOperationException">There is no such transition: a bug in the job manager.</exception>
    public static JobState Step(JobState from, JobState to) =>
        Next(from).Contains(to) ? to : throw new InvalidOperationException($"A job that is {from} cannot become {to}.");

    private static JobState[] Next(JobState state) => state switch
    {
        JobState.Created => [JobState.Waiting, JobState.Running, JobState.Restarting, JobState.Cancelling],
        JobState.Waiting => [JobState.Created, JobState.Restarting, JobState.Cancelling],
        JobState.Running => [JobState.Restarting, JobState.Stopping, JobState.Finished, JobState.Cancelling],
        JobState.Stopping => [JobState.Restarting, JobState.Stopped, JobState.Cancelling],
        JobState.Restarting => [JobState.Created, JobState.Waiting, JobState.Failed, JobState.Cancelling],
        JobState.Cancelling => [JobState.Cancelled],
        _ => [],
    };
}
