using Millrace.Core.Jobs;

namespace Millrace.Core.Tests.Jobs;

public sealed class JobStatesTests
{
    [Fact]
    public void An_end_is_a_state_that_nothing_follows() =>
        Assert.Equal([JobState.Finished, JobState.Stopped, JobState.Cancelled, JobState.Failed], Enum.GetValues<JobState>().Where(JobStates.IsEnd));
}
