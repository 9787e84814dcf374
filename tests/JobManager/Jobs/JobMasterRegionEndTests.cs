using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Tests;

/// <summary>How a job ends of which a failover region fails, while the others run on.</summary>
public sealed class JobMasterRegionEndTests
{
    private static readonly SubtaskId Source = new(0, 0);

    [Fact]
    public void A_cancel_ends_those_that_run_on()
    {
        var job = Divided(RestartPolicy.FixedDelay(TimeSpan.FromMinutes(5)));
        job.First.Fail(Source, FailureDomain.External);
        job.Pass(seconds: 1);
        job.Cancel();
        Assert.Equal(JobState.Cancelled, job.Result.State);
        Assert.Empty(job.First.Running.Concat(job.Second.Running));
        Assert.All(job.Pool.FreeSlots.Values, static free => Assert.Equal(2, free));
    }

    [Fact]
    public void The_restart_policy_ends_all_of_them()
    {
        var job = Divided(RestartPolicy.None);
        job.First.Fail(Source, FailureDomain.User, "no more");
        job.Host.Settle();
        Assert.Equal((JobState.Failed, "no more"), (job.Result.State, job.Result.Failure!.Message));
        Assert.Empty(job.First.Running.Concat(job.Second.Running));
    }

    [Fact]
    public void A_stop_that_was_under_way_is_made_again()
    {
        var job = Divided();
        job.Second.Loses.Add("Acknowledge");
        var answers = job.StopWithSavepoint();
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        Assert.Empty(answers);
        job.Second.Loses.Clear();
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Stopped, true), (job.Result.State, answers.Single().Path is not null));
    }

    [Fact]
    public void One_that_fails_while_the_last_checkpoint_is_written_ends_the_others_too()
    {
        var job = Divided();
        job.Host.HoldsEffects = true;
        var answers = job.StopWithSavepoint();
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.Pass(seconds: 2);
        Assert.Equal((JobState.Stopped, 1, true), (job.Result.State, job.Result.Restarts, answers.Single().Path is not null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_stop_with_a_limit_ends_it_at_once_wherever_the_region_is(int stage)
    {
        var job = Divided(RestartPolicy.FixedDelay(TimeSpan.FromSeconds(5)));
        if (stage == 0)
        {
            job.Host.HoldsEffects = true;
            job.Pass(seconds: 0.6);
        }

        if (stage == 1) job.First.DoesNotHear.Add("End");
        job.First.Fail(Source, FailureDomain.External);
        job.Host.Settle();
        job.Master.Stop(new StopRequest { Limit = TimeSpan.FromSeconds(30) });
        job.Host.Settle();
        job.Host.HoldsEffects = false;
        job.First.DoesNotHear.Clear();
        job.Pass(seconds: 2);
        Assert.Equal(JobState.Cancelled, job.Result.State);
    }

    private static JobFixture Divided(RestartPolicy? restart = null) => new JobFixture(restart: restart, isDivided: true).Start();
}
