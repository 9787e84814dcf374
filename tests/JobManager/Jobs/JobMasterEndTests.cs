using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>How a job ends.</summary>
public sealed class JobMasterEndTests
{
    [Fact]
    public void The_last_checkpoint_starts_at_once_when_all_input_has_ended_and_the_job_finishes_when_it_is_published()
    {
        var job = new JobFixture(new JobMasterOptions { CheckpointInterval = TimeSpan.FromHours(1) }).Start();
        job.First.DoesNotHear.Add("Permit");
        job.EndInput();
        Assert.Equal(JobState.Running, job.Result.State);
        Assert.Equal(HeadState.Finished, job.Head.State);
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 1);
        Assert.Equal((JobState.Finished, 1L), (job.Result.State, job.Result.LatestCheckpoint));
        Assert.True(job.Store.ReadManifest(job.Head.Latest!.Manifest).Finished);
    }

    [Fact]
    public void A_job_stops_with_a_checkpoint()
    {
        var job = new JobFixture().Start();
        job.Stop();
        Assert.Equal(JobState.Stopped, job.Result.State);
        Assert.Contains(job.Results, r => r.State == JobState.Stopping);
        Assert.Equal(HeadState.Stopped, job.Head.State);
        Assert.True(job.First.Triggers.Single().Stop);
    }

    [Fact]
    public void A_stop_whose_checkpoint_fails_is_tried_again()
    {
        var job = new JobFixture().Start();
        job.Faults.FailsPut = name => name.Contains("manifest", StringComparison.Ordinal);
        job.Stop();
        Assert.Equal(JobState.Running, job.Result.State);
        job.Faults.FailsPut = static _ => false;
        job.Pass(seconds: 1);
        Assert.Equal(JobState.Stopped, job.Result.State);
    }

    [Fact]
    public void A_stop_between_two_attempts_waits_for_the_next()
    {
        var job = new JobFixture().Start();
        job.Fail(Core.Control.FailureDomain.External);
        job.Stop();
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.Pass(seconds: 1);
        Assert.Equal(JobState.Stopped, job.Result.State);
    }

    [Fact]
    public void A_failure_while_the_last_checkpoint_is_published_leads_to_an_attempt_that_publishes()
    {
        var job = new JobFixture().Start();
        job.First.DoesNotHear.Add("Permit");
        job.EndInput();
        job.Fail(Core.Control.FailureDomain.External);
        Assert.Equal(JobState.Restarting, job.Result.State);
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 1);
        Assert.True(job.First.Last.Restored!.Manifest.Finished);
        Assert.Equal((JobState.Finished, 1), (job.Result.State, job.Result.Restarts));
    }

    [Fact]
    public void Restoring_a_checkpoint_with_which_all_finished_publishes_and_takes_no_other()
    {
        var job = new JobFixture().Start();
        job.EndInput();
        Assert.Equal(JobState.Finished, job.Result.State);
        var again = new JobFixture(blobs: job.Blobs).Start();
        Assert.Equal(JobState.Finished, again.Result.State);
        Assert.Empty(again.First.Triggers);
        Assert.Equal((HeadState.Finished, job.Head.Latest, 2), (again.Head.State, again.Head.Latest, again.Head.Attempt));
    }
}
