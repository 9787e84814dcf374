using Millrace.Core.Jobs;

namespace Millrace.Core.Tests.Jobs;

public sealed class JobTransitionsTests
{
    private static readonly (JobState From, JobState To)[] Steps =
    [
        (JobState.Created, JobState.Waiting),
        (JobState.Created, JobState.Running),
        (JobState.Created, JobState.Restarting),
        (JobState.Created, JobState.Cancelling),
        (JobState.Waiting, JobState.Created),
        (JobState.Waiting, JobState.Restarting),
        (JobState.Waiting, JobState.Cancelling),
        (JobState.Running, JobState.Restarting),
        (JobState.Running, JobState.Stopping),
        (JobState.Running, JobState.Finished),
        (JobState.Running, JobState.Cancelling),
        (JobState.Stopping, JobState.Stopped),
        (JobState.Stopping, JobState.Restarting),
        (JobState.Stopping, JobState.Cancelling),
        (JobState.Restarting, JobState.Created),
        (JobState.Restarting, JobState.Waiting),
        (JobState.Restarting, JobState.Failed),
        (JobState.Restarting, JobState.Cancelling),
        (JobState.Cancelling, JobState.Cancelled),
    ];

    [Fact]
    public void There_are_these_steps_and_no_others()
    {
        foreach (var from in Enum.GetValues<JobState>())
        {
            foreach (var to in Enum.GetValues<JobState>())
            {
                if (Steps.Contains((from, to))) Assert.Equal(to, JobTransitions.Step(from, to));
                else Assert.Throws<InvalidOperationException>(() => JobTransitions.Step(from, to));
            }
        }
    }

    [Fact]
    public void An_end_is_a_state_that_nothing_follows() =>
        Assert.Equal([JobState.Finished, JobState.Stopped, JobState.Cancelled, JobState.Failed], Enum.GetValues<JobState>().Where(JobTransitions.IsEnd));
}
