using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>How a job gets to run.</summary>
public sealed class DispatcherSubmissionTests
{
    private readonly DispatcherFixture _cluster = new();

    [Fact]
    public void A_new_job_is_planned_entered_and_run()
    {
        var submitted = _cluster.Submit(new JobRequest("artifact") { JobType = "Words", CommandLine = ["--input", "in"] }).Value!;
        var id = submitted.Status.Id;
        Assert.Matches("^20260101T000000000Z-words-[0-9a-f]{4}$", id);
        Assert.Empty(submitted.Notices);
        var asked = _cluster.Planner.Requests.Single();
        Assert.Equal(("", "Words", true), (asked.Job.JobId, asked.Job.JobType, asked.IsNew));
        Assert.Equal((JobState.Running, 2, "Words"), (_cluster.Status(id).Result.State, _cluster.Status(id).Result.Parallelism, _cluster.Status(id).Name));
        var (job, head) = (_cluster.Records.Read(id).Job, _cluster.Head(id));
        Assert.Equal(("--input in", id, 720), (job.Arguments.Values["line"], job.JobId, job.MaxParallelism));
        Assert.Equal((job.Arguments.StartTime, job.Arguments.Seed), (head.StartTime, head.Seed));
        Assert.Equal(_cluster.Time.GetUtcNow(), head.StartTime);
        Assert.Equal(id, _cluster.Tasks.Last.Job.JobId);
    }

    [Fact]
    public void A_job_whose_state_has_no_Uid_is_warned_about()
    {
        _cluster.Planner.HasUids = false;
        Assert.StartsWith("warning: source, sink have state but no Uid", Assert.Single(_cluster.Submit(new JobRequest("artifact")).Value!.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_long_or_has_control_characters_is_refused()
    {
        Refuses("1 to 100 characters", new JobRequest("artifact") { Name = new string('n', 101) });
        Refuses("'a\\u001bb'", new JobRequest("artifact") { Name = "a\u001bb" });
        Assert.NotNull(_cluster.Submit(new JobRequest("artifact") { Name = new string('n', 100) }).Value);
    }

    [Theory]
    [InlineData(FailureDomain.User, "BadInput")]
    [InlineData(FailureDomain.External, "Unavailable")]
    public void What_cannot_be_planned_is_refused_and_nothing_is_entered(FailureDomain domain, string kind)
    {
        _cluster.Planner.Failure = new JobFailure(domain, "", "Define threw", "at Define()");
        var refusal = _cluster.Submit(new JobRequest("artifact")).Refusal!;
        Assert.Equal((kind, "Define threw", "at Define()"), (refusal.Kind.ToString(), refusal.Message, refusal.Details));
        Assert.Empty(_cluster.Blobs);
        Assert.Empty(_cluster.Ask<IReadOnlyList<JobStatus>>((d, answer) => d.List(jobs => answer(new(jobs, null)))).Single().Value!);
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        var good = new JobRequest("artifact");
        Refuses("--parallelism 0", good with { Parallelism = 0 });
        Refuses("--max-parallelism 0", good with { MaxParallelism = 0 });
        Refuses("At least 0 slots", good with { LeastSlots = 0 });
        Refuses("Checkpoint interval 00:00:00", good with { CheckpointInterval = TimeSpan.Zero });
        Refuses("Checkpoint interval 41.16:00:00.0000001: give 1 ms to 1000 h.", good with { CheckpointInterval = TimeSpan.FromHours(1000) + TimeSpan.FromTicks(1) });
        Assert.Empty(_cluster.Planner.Requests);
        Assert.Null(_cluster.Submit(good with { CheckpointInterval = TimeSpan.FromHours(1000) }).Refusal);
    }

    [Fact]
    public void Without_a_task_manager_a_submission_waits_for_one_and_not_for_ever()
    {
        var cluster = new DispatcherFixture(slots: 0);
        var (first, second) = (Submit(), Submit());
        cluster.Pass(seconds: 30);
        Assert.Empty(first);
        cluster.Pass(seconds: 31);
        Assert.Equal(RefusalKind.Unavailable, first.Single().Refusal!.Kind);
        Assert.Single(second);
        var third = Submit();
        cluster.Join(4);
        Assert.NotNull(third.Single().Value);

        List<Answer<SubmittedJob>> Submit() => cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact"), answer));
    }

    [Fact]
    public void To_explain_enters_nothing()
    {
        var planned = _cluster.Ask<PlannedJob>((d, answer) => d.Explain(new JobRequest("artifact") { Parallelism = 3 }, answer)).Single().Value!;
        Assert.Equal(3, planned.Graph.Slots);
        Assert.Empty(_cluster.Blobs);
    }

    [Fact]
    public void A_store_that_is_not_to_be_had_is_said()
    {
        _cluster.Faults.FailsSwap = static _ => true;
        Assert.Equal(RefusalKind.Unavailable, _cluster.Submit(new JobRequest("artifact")).Refusal!.Kind);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("prefix")]
    [InlineData("name")]
    [InlineData("latest")]
    public void A_job_that_has_ended_goes_on_from_its_latest_checkpoint(string way)
    {
        var id = Ended();
        var restore = way switch { "id" => id, "prefix" => id[..12], "name" => "words", _ => "latest" };
        var submitted = _cluster.Submit(new JobRequest("artifact-2") { Restore = restore, Name = way == "latest" ? "words" : "" }).Value!;
        Assert.Equal(id, submitted.Status.Id);
        Assert.StartsWith($"Restoring job {id} from checkpoint 1", submitted.Notices.Single(), StringComparison.Ordinal);
        Assert.Equal((JobState.Running, "artifact-2"), (_cluster.Status(id).Result.State, _cluster.Records.Read(id).Job.Artifact));
        Assert.Equal((1L, 2), (_cluster.Tasks.Last.Restored!.Manifest.Checkpoint, _cluster.Tasks.Last.Attempt.Number));
        Assert.Equal(HeadState.Running, _cluster.Head(id).State);
        Assert.Equal((1, 1), (_cluster.Head(id).Submission, _cluster.Records.Read(id).Submission));
        Assert.Equal(0, _cluster.Records.ReadEnd(id, _cluster.Head(id).LeaderEpoch)!.Submission);
    }

    /// <summary>It used to replace the other one's record first, and to find out afterwards.</summary>
    [Fact]
    public void A_job_that_another_job_manager_has_resubmitted_meanwhile_keeps_the_record_of_that_submission()
    {
        var id = Ended();
        var other = _cluster.Restart();
        Answer<SubmittedJob>? others = null;
        _cluster.Faults.FailsSwap = name =>
        {
            if (name == $"{id}/job" && others is null) others = other.Submit(new JobRequest("artifact-3") { Restore = id });
            return false;
        };
        var refusal = _cluster.Submit(new JobRequest("artifact-2") { Restore = id }).Refusal!;
        Assert.Equal((RefusalKind.Unavailable, $"Job {id} was submitted by another process in the meantime; submit again."), (refusal.Kind, refusal.Message));
        Assert.NotNull(others!.Value);
        Assert.Equal("artifact-3", _cluster.Records.Read(id).Job.Artifact);
        Assert.Equal(JobState.Running, other.Status(id).Result.State);
    }

    [Fact]
    public void Latest_needs_a_name_and_leads_to_a_new_job_where_there_is_none()
    {
        Refuses("finds a job by its name", new JobRequest("artifact") { Restore = "latest" });
        Assert.NotNull(_cluster.Submit(new JobRequest("artifact") { Restore = "latest", Name = "new" }).Value);
        Assert.True(_cluster.Planner.Requests.Single().IsNew);
    }

    /// <summary>Its head may be written even later, when the process that made the submission has been killed.</summary>
    [Fact]
    public void Latest_passes_over_a_submission_that_got_no_further_than_its_head()
    {
        var id = Ended();
        Assert.True(_cluster.Store.TrySwapHead(JobHead.Create("20991231T235959999Z-words-0000", "words", 8).TakeOver("killed", 1)));
        Assert.Equal(id, _cluster.Submit(new JobRequest("artifact") { Restore = "latest", Name = "words" }).Value!.Status.Id);
    }

    [Fact]
    public void What_leads_nowhere_is_refused()
    {
        Refuses("there is no such job, folder or manifest", new JobRequest("artifact") { Restore = "nothing" });
        var id = _cluster.Submit();
        _cluster.Cancel(id);
        Refuses("has no completed checkpoint", new JobRequest("artifact") { Restore = id });
        _cluster.Submit();
        Refuses("matches 2 ids", new JobRequest("artifact") { Restore = "2026" });
        Assert.NotNull(_cluster.Submit(new JobRequest("artifact") { Restore = "\0" }).Refusal);
    }

    [Fact]
    public void A_job_that_runs_is_not_restored()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 0.6);
        var refusal = _cluster.Submit(new JobRequest("artifact") { Restore = id }).Refusal!;
        Assert.Equal(RefusalKind.Refused, refusal.Kind);
        Assert.Contains("it cannot be restored at the same time", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_who_restore_a_job_at_once_one_does()
    {
        var id = Ended();
        _cluster.Planner.Holds = true;
        var (first, second) = (Restore(), Restore());
        _cluster.Planner.Release();
        _cluster.Host.Settle();
        Assert.NotNull(first.Single().Value);
        Assert.Equal(RefusalKind.Unavailable, second.Single().Refusal!.Kind);
        Assert.Equal((JobState.Running, 2), (_cluster.Status(id).Result.State, _cluster.Head(id).Attempt));

        List<Answer<SubmittedJob>> Restore() => _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Restore = id }, answer));
    }

    /// <summary>Who was not answered in time, and finds no such job yet, submits it again: what the storage answers to the first submission is not known.</summary>
    [Fact]
    public void A_job_that_is_being_entered_is_no_job_that_runs()
    {
        List<Answer<SubmittedJob>>? again = null;
        _cluster.Faults.FailsSwap = name =>
        {
            if (name.EndsWith("/job", StringComparison.Ordinal) && again is null)
            {
                again = [];
                again.AddRange(_cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Restore = "latest", Name = "words" }, answer)));
            }

            return false;
        };
        var id = _cluster.Submit();
        var refusal = again!.Single().Refusal!;
        Assert.Equal((RefusalKind.Unavailable, $"Job {id} is being submitted, and the storage has not answered yet. Submit again."), (refusal.Kind, refusal.Message));
    }

    /// <summary>It has no head yet when the second one looks for the newest job of the name.</summary>
    [Fact]
    public void Of_two_who_submit_the_latest_job_of_a_name_at_once_one_does()
    {
        _cluster.Planner.Holds = true;
        var (first, second) = (Submit(), Submit());
        _cluster.Planner.Release();
        _cluster.Host.Settle();
        var id = first.Single().Value!.Status.Id;
        Assert.Equal(RefusalKind.Unavailable, second.Single().Refusal!.Kind);
        Assert.Contains($"Job {id}", second.Single().Refusal!.Message, StringComparison.Ordinal);
        Assert.Single(_cluster.Ask<IReadOnlyList<JobStatus>>((d, answer) => d.List(jobs => answer(new(jobs, null)))).Single().Value!);

        List<Answer<SubmittedJob>> Submit() => _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Restore = "latest", Name = "words" }, answer));
    }

    [Fact]
    public void A_restored_job_keeps_the_scale_that_it_was_given_last_where_none_is_given()
    {
        var id = _cluster.Submit();
        Assert.Null(_cluster.Rescale(id, 3).Single().Refusal);
        _cluster.Cancel(id);
        _cluster.Submit(new JobRequest("artifact") { Restore = id });
        Assert.Equal(3, _cluster.Status(id).Result.Parallelism);
        _cluster.Cancel(id);
        _cluster.Submit(new JobRequest("artifact") { Restore = id, Parallelism = 1 });
        Assert.Equal((1, 1), (_cluster.Status(id).Result.Parallelism, _cluster.Head(id).Parallelism));
    }

    /// <summary>The first attempt, which writes the scale into the head, may take a long time.</summary>
    [Fact]
    public void A_new_scale_outlives_a_job_manager_that_dies_before_the_first_attempt()
    {
        var id = Ended();
        var submitted = _cluster.Submit(new JobRequest("artifact") { Restore = id, Parallelism = 9 }).Value!;
        Assert.Equal(9, submitted.Status.Result.Parallelism);
        Assert.Equal(JobState.Waiting, _cluster.Status(id).Result.State);
        var next = _cluster.Restart(slots: 9);
        Assert.Equal((JobState.Running, 9), (next.Status(id).Result.State, next.Status(id).Result.Parallelism));
    }

    /// <summary>Returns a cancelled job with a checkpoint.</summary>
    private string Ended()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 0.6);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        return id;
    }

    private void Refuses(string message, JobRequest request)
    {
        var refusal = _cluster.Submit(request).Refusal!;
        Assert.Equal(RefusalKind.BadInput, refusal.Kind);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }
}
