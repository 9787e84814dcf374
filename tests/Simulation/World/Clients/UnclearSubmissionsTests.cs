using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;

namespace Millrace.Simulation.Tests.World.Clients;

public sealed class UnclearSubmissionsTests
{
    private readonly UnclearSubmissions _unclear = new();

    [Fact]
    public void A_submission_is_not_refused_because_of_itself()
    {
        Assert.False(_unclear.MayExplain("c-1"));
        _unclear.Add("c-1");
        Assert.False(_unclear.MayExplain("c-1"));
        _unclear.Clear();
        Assert.False(_unclear.MayExplain("c-2"));
    }

    [Theory]
    [InlineData("c-1", true)]
    [InlineData("c-2", false)]
    [InlineData("", false)]
    public void The_job_shows_which_one_it_was(string command, bool isRight)
    {
        _unclear.Add("c-1");
        Assert.True(_unclear.MayExplain("c-2"));
        Look(command);
        Assert.Equal(isRight, _unclear.Breach is null);
    }

    [Fact]
    public void Those_without_an_id_cannot_be_told_apart()
    {
        _unclear.Add("");
        Assert.True(_unclear.MayExplain(""));
        Look("");
        Assert.Null(_unclear.Breach);
    }

    private void Look(string command)
    {
        var record = new JobRecord(new JobSubmission("job-1", "job", "", new JobArguments(), 1, 1), default) { Command = command };
        _unclear.Look(new JobStatus(record, new JobResult(JobState.Running, 0, 0, 0, null), null));
    }
}
