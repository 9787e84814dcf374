using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>
/// A submission that is repeated under its id, because its answer was lost or unclear, has the answer of what became of it, also where another job manager leads
/// by then: it starts one job, and is never refused because of it.
/// </summary>
public sealed class RepeatedSubmissionTests
{
    private static readonly JobRequest s_latest = new("artifact") { Name = "words", Restore = "latest", Command = "c-2" };

    private DispatcherFixture _cluster = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_submission_starts_one_job(bool isDeposed)
    {
        var request = new JobRequest("artifact") { Name = "words", Parallelism = 5, Command = "c-1" };
        var first = _cluster.Submit(request).Value!;
        Assert.NotEmpty(first.Notices);
        if (isDeposed) _cluster = _cluster.Restart(keepsTasks: true);
        var again = _cluster.Submit(request).Value!;
        Assert.Equal(first.Status.Id, again.Status.Id);
        Assert.Equal(first.Notices, again.Notices);
        Assert.Single(_cluster.Blobs, static name => name.EndsWith("/job", StringComparison.Ordinal));
        Assert.NotEqual(first.Status.Id, _cluster.Submit(request with { Command = "c-2" }).Value!.Status.Id);
    }

    [Fact]
    public void A_submission_that_is_repeated_while_it_is_planned_starts_one_job()
    {
        var request = new JobRequest("artifact") { Name = "words", Command = "c-1" };
        _cluster.Host.HoldsEffects = true;
        var (first, again) = (Submit(), Submit());
        Assert.Empty(first);
        _cluster.Host.HoldsEffects = false;
        _cluster.Host.Settle();
        Assert.Equal(first.Single().Value!.Status.Id, again.Single().Value!.Status.Id);
        Assert.Single(_cluster.Blobs, static name => name.EndsWith("/job", StringComparison.Ordinal));

        List<Answer<SubmittedJob>> Submit() => _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(request, answer));
    }

    [Fact]
    public void A_submission_that_was_refused_is_tried_again()
    {
        var request = new JobRequest("artifact") { Name = "words", Command = "c-1" };
        _cluster.Faults.FailsSwap = static _ => true;
        Assert.NotNull(_cluster.Submit(request).Refusal);
        _cluster.Faults.FailsSwap = static _ => false;
        Assert.NotNull(_cluster.Submit(request).Value);
    }

    [Fact]
    public void One_that_has_come_to_run_is_not_refused_because_the_job_runs()
    {
        var id = Ended();
        _cluster.Host.HoldsEffects = true;
        var late = _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(s_latest, answer, TimeSpan.FromSeconds(1)));
        _cluster.Pass(seconds: 1.1);
        Assert.Equal(RefusalKind.Late, late.Single().Refusal!.Kind);
        var again = _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(s_latest, answer));
        _cluster.Host.HoldsEffects = false;
        _cluster.Host.Settle();
        Assert.Equal((id, JobState.Running), (again.Single().Value!.Status.Id, _cluster.Status(id).Result.State));
        Assert.Equal(id, _cluster.Submit(s_latest).Value!.Status.Id);
        Assert.Contains("is running: it cannot be restored", _cluster.Submit(s_latest with { Command = "c-3" }).Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job")]
    [InlineData("head")]
    public void One_whose_outcome_the_storage_did_not_tell_is_carried_out_again(string lost)
    {
        var id = Ended();
        _cluster.Faults.LosesSwap = name => name == $"{id}/{lost}";
        Assert.Equal(RefusalKind.Unavailable, _cluster.Submit(s_latest).Refusal!.Kind);
        _cluster.Faults.LosesSwap = static _ => false;
        Assert.Equal(id, _cluster.Submit(s_latest).Value!.Status.Id);
        Assert.Equal((JobState.Running, "c-2"), (_cluster.Status(id).Result.State, _cluster.Status(id).Record.Command));
    }

    /// <summary>The storage answered the first one late and not at all, and carries it out now. That used to be an error of the request.</summary>
    [Fact]
    public void One_that_meets_its_earlier_try_in_the_storage_may_be_given_again()
    {
        var id = Ended();
        _cluster.Faults.FailsSwap = name =>
        {
            if (name != $"{id}/head") return false;
            _cluster.Faults.FailsSwap = static _ => false;
            var (head, version) = _cluster.Store.ReadHead(id)!;
            Assert.True(_cluster.Store.TrySwapHead(head.End(HeadState.Running) with { Submission = 1 }, version));
            return false;
        };
        var refusal = _cluster.Submit(s_latest).Refusal!;
        Assert.Equal((RefusalKind.Unavailable, $"Job {id} was changed in the meantime; submit again."), (refusal.Kind, refusal.Message));
        Assert.Equal(id, _cluster.Submit(s_latest).Value!.Status.Id);
        Assert.Equal((JobState.Running, 2), (_cluster.Status(id).Result.State, _cluster.Head(id).Submission));
    }

    /// <summary>Its record is written before the head, and used to be taken for the proof that it was carried out.</summary>
    [Fact]
    public void One_that_got_no_further_than_its_record_is_carried_out_by_the_next_leader()
    {
        var id = Ended();
        _cluster.Faults.FailsSwap = name => name == $"{id}/head";
        Assert.Equal(RefusalKind.Unavailable, _cluster.Submit(s_latest).Refusal!.Kind);
        Assert.Equal("c-2", _cluster.Records.Read(id).Command);
        _cluster = _cluster.Restart();
        Assert.Equal((JobState.Cancelled, ""), (_cluster.Status(id).Result.State, _cluster.Status(id).Record.Command));
        Assert.Equal(id, _cluster.Submit(s_latest).Value!.Status.Id);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
    }

    [Fact]
    public void Of_the_jobs_of_one_command_under_one_leader_the_last_counts()
    {
        var request = new JobRequest("artifact") { Name = "words", Parallelism = 1, Command = "c-1" };
        _cluster.Faults.LosesSwap = static name => name.EndsWith("/job", StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Unavailable, _cluster.Submit(request).Refusal!.Kind);
        _cluster.Faults.LosesSwap = static _ => false;
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var counts = _cluster.Submit(request).Value!.Status.Id;
        _cluster = _cluster.Restart();
        var jobs = _cluster.Ask<IReadOnlyList<JobStatus>>((d, answer) => d.List(all => answer(new(all, null)))).Single().Value!;
        Assert.Equal([JobState.Running, JobState.Failed], jobs.Select(static j => j.Result.State));
        Assert.Equal(counts, jobs[0].Id);
        Assert.Equal(HeadState.Failed, _cluster.Head(jobs[1].Id).State);
    }

    /// <summary>It used to wait for the end of the earlier submission to be deleted, for as long as any call of the storage may take.</summary>
    [Fact]
    public void It_waits_for_no_deletion()
    {
        var (id, attempts) = (Ended(), new List<int>());
        _cluster.Faults.FailsDelete = _ =>
        {
            attempts.Add(_cluster.Head(id).Attempt);
            return true;
        };
        Assert.Equal(id, _cluster.Submit(s_latest).Value!.Status.Id);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
        // What is deleted is deleted when it has begun to run.
        Assert.All(attempts, static attempt => Assert.Equal(2, attempt));
    }

    [Fact]
    public void How_an_earlier_submission_ended_is_not_the_end_of_a_later_one()
    {
        _cluster.Planner.Restart = RestartPolicy.None;
        var id = _cluster.Submit();
        _cluster.Tasks.Fail(FailureDomain.User, "it threw");
        _cluster.Host.Settle();
        _cluster.Faults.FailsDelete = static _ => true;
        _cluster.Faults.FailsPut = static name => name.Contains("/end-", StringComparison.Ordinal);
        Assert.NotNull(_cluster.Submit(s_latest).Value);
        _cluster.Cancel(id);
        var result = _cluster.Restart().Status(id).Result;
        Assert.Equal((JobState.Cancelled, null), (result.State, result.Failure));
    }

    /// <summary>Returns a cancelled job with a checkpoint, submitted under the id c-1.</summary>
    private string Ended()
    {
        var id = _cluster.Submit(new JobRequest("artifact") { Name = "words", Command = "c-1" }).Value!.Status.Id;
        _cluster.Pass(seconds: 0.6);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        return id;
    }
}
