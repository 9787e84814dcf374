using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Tests.Jobs;

/// <summary>What users are shown of a job's checkpoints.</summary>
public sealed class ShownCheckpointsTests
{
    private readonly JobFixture _job = new JobFixture().Start();

    private IReadOnlyList<CheckpointRecord> Records => _job.Master.Checkpoints.Records;

    [Fact]
    public void One_in_flight_is_shown_with_who_has_acknowledged_it()
    {
        _job.Second.Loses.Add("Acknowledge");
        _job.Pass(seconds: 0.6);
        Assert.Equal((1L, true, 4, 2, CheckpointKind.Checkpoint), (Records[0].Checkpoint, Records[0].IsInFlight, Records[0].Subtasks, Records[0].Acknowledged, Records[0].Kind));
        _job.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal((1L, false, 2), (Records[0].Checkpoint, Records[0].IsInFlight, Records[0].Acknowledged));
        Assert.Contains("did not answer", Records[0].Failure, StringComparison.Ordinal);
        Assert.Equal((0L, 1L), (_job.Master.Checkpoints.Completed, _job.Master.Checkpoints.Failed));
    }

    [Fact]
    public void A_complete_one_has_all_phases_and_its_subtasks_figures()
    {
        foreach (var tasks in _job.TaskManagers)
        {
            var write = tasks.Write;
            tasks.Write = (subtask, barrier) => write(subtask, barrier) with { Bytes = 2, Figures = new SubtaskFigures(TimeSpan.FromSeconds(subtask.Index), default, default, 10) };
        }

        _job.Pass(seconds: 0.6);
        var record = Records[0];
        Assert.Equal((8L, 40L, null), (record.Bytes, record.StateBytes, record.Failure));
        Assert.Equal(1, record.LongestAlignment!.Index);
        Assert.Equal(TimeSpan.FromSeconds(1), record.LongestAlignment.Figures.Alignment);
        Assert.NotNull(record.Slowest);
        Assert.True(record.Phases is { Subtasks: not null, Manifest: not null, Head: not null, Publishing: not null });
    }

    [Fact]
    public void One_in_flight_when_tasks_fail_or_the_job_is_cancelled_has_failed()
    {
        _job.First.Loses.Add("Acknowledge");
        _job.Pass(seconds: 0.6);
        _job.Fail(FailureDomain.External);
        Assert.Equal((1L, false, "Tasks failed before it was complete."), (Records[0].Checkpoint, Records[0].IsInFlight, Records[0].Failure));
        _job.Pass(seconds: 2);
        Assert.True(Records[1].IsInFlight);
        _job.Master.Cancel();
        _job.Host.Settle();
        Assert.Equal("The job was cancelled before it was complete.", Records[1].Failure);
        Assert.Equal(Records, _job.Result.History.Records);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_last_one_of_a_job_that_is_stopped_says_so(bool drain)
    {
        _job.StopWithSavepoint(drain);
        _job.Pass(seconds: 1);
        Assert.Equal((drain ? CheckpointKind.Drain : CheckpointKind.Stop, true), (Records[^1].Kind, Records[^1].IsSavepoint));
    }

    [Fact]
    public void Savepoints_and_the_one_of_a_rescale_say_so()
    {
        Assert.NotNull(_job.Savepoint());
        Assert.Equal(CheckpointKind.Savepoint, Records[^1].Kind);
        _job.Master.Rescale(new ScaleRequest(1, new Dictionary<string, int>(), TimeSpan.FromMinutes(1)), static _ => { });
        _job.Host.Settle();
        Assert.Equal(CheckpointKind.Rescale, Records[^1].Kind);
    }
}
