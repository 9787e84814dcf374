using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>Requests to an existing job.</summary>
public sealed class DispatcherControlTests
{
    private readonly DispatcherFixture _cluster = new();

    [Fact]
    public void A_job_is_named_by_its_id_its_name_or_the_beginning_of_its_id()
    {
        var (old, newer) = (_cluster.Submit(), _cluster.Submit());
        Assert.Equal(old, Find(old).Value!.Id);
        Assert.Equal(newer, Find("words").Value!.Id);
        Assert.Equal(old, Find(old[..20]).Value!.Id);
        Assert.Equal(RefusalKind.NotFound, Find("sums").Refusal!.Kind);
        Assert.Equal(RefusalKind.BadInput, Find("").Refusal!.Kind);
        Assert.Contains($"'2026' matches 2 ids: {old}, {newer}", Find("2026").Refusal!.Message, StringComparison.Ordinal);

        Answer<JobStatus> Find(string job) => _cluster.Ask<JobStatus>((d, answer) => d.Get(job, answer)).Single();
    }

    [Fact]
    public void Jobs_are_listed_the_newest_first_and_stay_when_they_have_ended()
    {
        var ids = new[] { _cluster.Submit("a"), _cluster.Submit("c"), _cluster.Submit("b") };
        _cluster.Cancel("c");
        var listed = _cluster.Ask<IReadOnlyList<JobStatus>>((d, answer) => d.List(jobs => answer(new(jobs, null)))).Single().Value!;
        Assert.Equal(ids.Reverse(), listed.Select(j => j.Id));
        Assert.Equal((JobState.Cancelled, _cluster.Time.GetUtcNow()), (listed[1].Result.State, listed[1].Ended));
    }

    [Fact]
    public void A_cancel_is_answered_when_the_job_has_ended()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.DoesNotHear.Add("End");
        var answers = _cluster.Cancel(id);
        Assert.Empty(answers);
        _cluster.Tasks.DoesNotHear.Clear();
        _cluster.Pass(seconds: 1.1);
        Assert.Equal((JobState.Cancelled, true), (answers.Single().Value!.Result.State, answers.Single().Value!.HasEnded));
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        Assert.Equal(RefusalKind.NotFound, _cluster.Cancel("sums").Single().Refusal!.Kind);
        Assert.Equal(JobState.Cancelled, _cluster.Records.ReadEnd(id, _cluster.Head(id).LeaderEpoch)!.State);
    }

    [Fact]
    public void A_stop_is_answered_with_the_savepoint_when_the_job_has_ended()
    {
        var id = _cluster.Submit();
        var (status, savepoint) = _cluster.Stop(id).Single().Value;
        Assert.Equal((JobState.Stopped, savepoint), (status.Result.State, status.Result.Savepoint));
        Assert.Equal(_cluster.Head(id).Latest!.Manifest, savepoint);
    }

    [Fact]
    public void A_savepoint_that_fails_is_a_refusal_and_the_job_runs_on()
    {
        var id = _cluster.Submit();
        _cluster.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Refused, _cluster.Savepoint(id).Single().Refusal!.Kind);
        Assert.Contains("Savepoint", _cluster.Stop(id).Single().Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
        _cluster.Faults.FailsPut = static _ => false;
        Assert.NotNull(_cluster.Savepoint(id).Single().Value);
    }

    [Fact]
    public void With_a_full_storage_what_is_asked_is_answered_within_its_limit_with_what_is_wrong()
    {
        const string full = "The store is unavailable";
        var id = _cluster.Submit();
        _cluster.Faults.FailsPut = _cluster.Faults.FailsSwap = static _ => true;
        Assert.Contains(full, _cluster.Savepoint(id).Single().Refusal!.Message, StringComparison.Ordinal);
        var limit = TimeSpan.FromSeconds(5);
        var savepoint = _cluster.Savepoint(id);
        var checkpoint = _cluster.Ask<CheckpointRecord>((d, answer) => d.Checkpoint(id, answer, limit));
        var stop = _cluster.Stop(id);
        _cluster.Pass(seconds: 1.1);
        Assert.All([stop.Single().Refusal!, savepoint.Single().Refusal!, checkpoint.Single().Refusal!], refused => Assert.Contains(full, refused.Message, StringComparison.Ordinal));
        Assert.Equal((JobState.Running, 0), (_cluster.Status(id).Result.State, _cluster.Status(id).Result.Restarts));
        // Nothing stands: the job goes on.
        _cluster.Faults.FailsPut = _cluster.Faults.FailsSwap = static _ => false;
        _cluster.Pass(seconds: 60);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
    }

    [Fact]
    public void While_a_job_restarts_what_is_asked_is_answered_at_its_limit_with_why()
    {
        var id = _cluster.Submit();
        _cluster.Dispatcher.Pool.Leave(_cluster.Registration, "was cut off");
        _cluster.Pass(seconds: 3);
        var limit = TimeSpan.FromSeconds(5);
        var savepoint = _cluster.Ask<string>((d, answer) => d.Savepoint(id, "", answer, limit));
        var checkpoint = _cluster.Ask<CheckpointRecord>((d, answer) => d.Checkpoint(id, answer, limit));
        _cluster.Pass(limit.TotalSeconds);
        var stop = _cluster.Ask<(JobStatus, string)>((d, answer) => d.Stop(id, drain: false, "", answer, limit));
        _cluster.Pass(limit.TotalSeconds);
        Assert.All(
            [savepoint.Single().Refusal!, checkpoint.Single().Refusal!, stop.Single().Refusal!],
            late => Assert.Matches($"^The .+ took longer than 5 s: job {id} is waiting", (late.Kind == RefusalKind.Late ? "" : "not late: ") + late.Message));
        // The stop stands, and leaves nothing to ask for but a cancel.
        Assert.Matches("^The job was told to stop", _cluster.Ask<CheckpointRecord>((d, answer) => d.Checkpoint(id, answer)).Single().Refusal!.Message);
    }

    [Fact]
    public void A_rescale_is_answered_when_processing_runs_again_or_with_why_not()
    {
        var id = _cluster.Submit();
        Assert.Equal((JobState.Running, 4), (_cluster.Rescale(id, 4).Single().Value.Status.Result.State, _cluster.Status(id).Result.Parallelism));
        Assert.Equal(RefusalKind.Refused, _cluster.Rescale(id, 5).Single().Refusal!.Kind);
        Assert.All([721, 0], parallelism =>
        {
            var refusal = _cluster.Rescale(id, parallelism).Single().Refusal!;
            Assert.Equal(RefusalKind.BadInput, refusal.Kind);
            Assert.Contains($"--parallelism {parallelism}", refusal.Message, StringComparison.Ordinal);
        });
        _cluster.Planner.Failure = new JobFailure(FailureDomain.User, "", "There is no operator 'nope'.", "");
        Assert.Equal(RefusalKind.BadInput, _cluster.Rescale(id, 3).Single().Refusal!.Kind);
        _cluster.Planner.Failure = new JobFailure(FailureDomain.External, "", "No task manager could plan it.", "");
        Assert.Equal(RefusalKind.Refused, _cluster.Rescale(id, 3).Single().Refusal!.Kind);
        _cluster.Planner.Failure = null;
        Assert.Equal(RefusalKind.BadInput, _cluster.Rescale(id, 2, seconds: 0).Single().Refusal!.Kind);
        Assert.Equal(RefusalKind.BadInput, _cluster.Rescale(id, 2, seconds: 1e7).Single().Refusal!.Kind);
        Assert.Equal((JobState.Running, 4), (_cluster.Status(id).Result.State, _cluster.Status(id).Result.Parallelism));
    }

    [Fact]
    public void A_rescale_whose_time_is_over_is_late()
    {
        var cluster = new DispatcherFixture(slots: 1);
        var answers = cluster.Rescale(cluster.Submit(), 1, seconds: 5);
        cluster.Pass(seconds: 5.1);
        Assert.Equal(RefusalKind.Late, answers.Single().Refusal!.Kind);
    }

    [Fact]
    public void A_job_that_ends_first_ends_every_request()
    {
        var cluster = new DispatcherFixture(slots: 1);
        var id = cluster.Submit();
        var rescale = cluster.Rescale(id, 1);
        var savepoint = cluster.Savepoint(id);
        var stop = cluster.Stop(id);
        Assert.Empty(stop);
        Assert.Single(cluster.Cancel(id));
        Assert.All([rescale.Single().Refusal!, savepoint.Single().Refusal!, stop.Single().Refusal!], r => Assert.Equal(RefusalKind.Refused, r.Kind));
    }

    [Fact]
    public void A_request_that_comes_while_the_end_is_entered_is_answered()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.EndInput();
        _cluster.Host.HoldsEffects = true;
        _cluster.Host.Settle();
        var asked = _cluster.Savepoint(id);
        _cluster.Host.HoldsEffects = false;
        _cluster.Host.Settle();
        Assert.Contains("ended first", asked.Single().Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal($"Job {id} is finished.", _cluster.Savepoint(id).Single().Refusal!.Message);
        Assert.Equal($"Job {id} is finished.", _cluster.Rescale(id, 1).Single().Refusal!.Message);
        Assert.Equal($"Job {id} is finished.", _cluster.Stop(id).Single().Refusal!.Message);
    }

    [Fact]
    public void An_end_that_cannot_be_entered_is_an_end_nevertheless_and_logged()
    {
        var id = _cluster.Submit();
        _cluster.Faults.FailsPut = static name => name.EndsWith("/end-1", StringComparison.Ordinal);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        Assert.Contains(_cluster.Log, l => l.Contains("its end could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public void A_watcher_is_told_at_once_of_every_change_and_of_the_end_as_the_last()
    {
        var cluster = new DispatcherFixture(slots: 1);
        var id = cluster.Submit();
        var (watch, other) = (cluster.Dispatcher.Watch(id), cluster.Dispatcher.Watch(id));
        cluster.Host.Settle();
        Assert.Equal(JobState.Waiting, Seen(watch).Single());
        Assert.Equal(JobState.Waiting, Seen(other).Single());
        other.Dispose();
        cluster.Cancel(id);
        Assert.Equal([JobState.Cancelling, JobState.Cancelled], Seen(watch));
        Assert.True(watch.Changes.Completion.IsCompletedSuccessfully);
        Assert.Empty(Seen(other));
        var none = cluster.Dispatcher.Watch("sums");
        cluster.Host.Settle();
        Assert.True(none.Changes.TryRead(out var refused));
        Assert.Equal(RefusalKind.NotFound, refused.Refusal!.Kind);
        Assert.True(none.Changes.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_watcher_that_does_not_read_costs_no_memory_and_sees_the_end()
    {
        var id = _cluster.Submit();
        var watch = _cluster.Dispatcher.Watch(id);
        _cluster.Pass(seconds: 30);
        _cluster.Cancel(id);
        var seen = Seen(watch);
        Assert.InRange(seen.Count, 1, 16);
        Assert.Equal(JobState.Cancelled, seen[^1]);
    }

    private static List<JobState> Seen(JobWatch watch)
    {
        var seen = new List<JobState>();
        while (watch.Changes.TryRead(out var change)) seen.Add(change.Value!.Result.State);
        return seen;
    }

    [Fact]
    public void Every_question_is_answered_within_its_limit_and_says_what_it_waited_for()
    {
        var waiting = new DispatcherFixture(slots: 1);
        var id = waiting.Submit();
        var (stops, savepoints) = (waiting.Stop(id), waiting.Savepoint(id));
        waiting.Pass(Dispatcher.SavepointLimit.TotalSeconds - 1);
        Assert.Equal((0, 1), (stops.Count, savepoints.Count));
        waiting.Pass(seconds: 2);
        Assert.Equal(RefusalKind.Late, stops.Single().Refusal!.Kind);
        Assert.Contains("is waiting (for 2 slots", stops.Single().Refusal!.Message, StringComparison.Ordinal);

        var held = _cluster.Submit();
        _cluster.Host.HoldsEffects = true;
        var lists = _cluster.Ask<CheckpointOverview>((d, answer) => d.ListCheckpoints(held, answer));
        var submissions = _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Name = "held" }, answer));
        var brief = _cluster.Ask<SubmittedJob>((d, answer) => d.Submit(new JobRequest("artifact") { Name = "brief" }, answer, TimeSpan.FromSeconds(1)));
        _cluster.Pass(seconds: 2);
        Assert.Equal(RefusalKind.Late, brief.Single().Refusal!.Kind);
        _cluster.Pass(_cluster.Dispatcher.PlanningLimit.TotalSeconds);
        Assert.Contains("the storage does not answer", lists.Single().Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Late, submissions.Single().Refusal!.Kind);
        _cluster.Host.HoldsEffects = false;
        _cluster.Host.Settle();
        Assert.Equal((1, 1, 1), (lists.Count, submissions.Count, brief.Count));
    }

    [Fact]
    public void Checkpoints_are_listed_the_newest_first_with_what_failed()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 0.6);
        Assert.NotNull(_cluster.Savepoint(id).Single().Value);
        _cluster.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        Assert.NotNull(_cluster.Savepoint(id).Single().Refusal);
        _cluster.Faults.FailsPut = static _ => false;
        _cluster.Pass(seconds: 0.6);
        var listed = _cluster.Ask<CheckpointOverview>((d, answer) => d.ListCheckpoints(id, answer)).Single().Value!.Records;
        Assert.Equal([(4L, false, true), (3L, true, false), (2L, true, true), (1L, false, true)], listed.Select(c => (c.Checkpoint, c.IsSavepoint, c.Failure is null)));
        var next = _cluster.Restart();
        listed = next.Ask<CheckpointOverview>((d, answer) => d.ListCheckpoints(id, answer)).Single().Value!.Records;
        Assert.Equal([4L, 2L, 1L], listed.Select(c => c.Checkpoint));
    }

    [Fact]
    public void How_checkpoints_went_is_known_after_a_restart_as_far_as_it_was_stored()
    {
        var id = _cluster.Submit();
        _cluster.Pass(Dispatcher.PastInterval.TotalSeconds + 1);
        var before = List(_cluster);
        _cluster.Pass(seconds: 3);
        var after = List(_cluster.Restart());
        Assert.InRange(after.Completed, 1, before.Completed);
        var known = after.Records.Where(static r => r.Triggered != default).ToDictionary(static r => r.Checkpoint);
        Assert.Equal(20, known.Count);
        foreach (var record in before.Records.Where(r => known.ContainsKey(r.Checkpoint)))
            Assert.Equal(record with { Path = null, Phases = default }, known[record.Checkpoint] with { Path = null, Phases = default });
        // Those that are kept came later than what was stored.
        Assert.All(after.Records.Where(static r => r.Triggered == default), static r => Assert.NotNull(r.Path));
        Assert.Equal(3, after.Records.Count - known.Count);

        CheckpointOverview List(DispatcherFixture cluster) => cluster.Ask<CheckpointOverview>((d, answer) => d.ListCheckpoints(id, answer)).Single().Value!;
    }
}
