using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>
/// A stop or drain whose savepoint is complete, and whose output is not yet published: it is carried out when the job has ended with it, and not before. One
/// that a cancel has overtaken is refused, also when it is repeated under its id, whichever job manager leads by then.
/// </summary>
public sealed class UnpublishedStopTests
{
    private DispatcherFixture _cluster = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_that_a_cancel_has_overtaken_is_refused_also_when_it_is_repeated(bool drain)
    {
        var (id, answers) = StopUnpublished(drain);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        Assert.Equal(RefusalKind.Refused, answers.Single().Refusal!.Kind);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain).Single().Refusal!.Kind);
        _cluster = _cluster.Restart();
        Assert.Equal(RefusalKind.Refused, Stop(id, drain).Single().Refusal!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_that_a_cancel_has_overtaken_at_the_next_leader_is_refused(bool drain)
    {
        var (id, _) = StopUnpublished(drain);
        _cluster = _cluster.Restart(keepsTasks: true);
        var answers = Stop(id, drain);
        Assert.Empty(answers);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        Assert.Equal(RefusalKind.Refused, answers.Single().Refusal!.Kind);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain).Single().Refusal!.Kind);
    }

    /// <summary>The job ends whether or not its head can be written, and runs again when it is submitted: the head still names the stop.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_that_a_cancel_has_overtaken_is_refused_where_the_head_could_not_be_written(bool drain)
    {
        var (id, _) = StopUnpublished(drain);
        _cluster.Faults.FailsSwap = static name => name.EndsWith("/head", StringComparison.Ordinal);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        _cluster.Faults.FailsSwap = static _ => false;
        Assert.True(_cluster.Head(id).Commands.Single().IsDone);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain).Single().Refusal!.Kind);
        _cluster = _cluster.Restart();
        Assert.Equal(JobState.Cancelled, _cluster.Status(id).Result.State);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain).Single().Refusal!.Kind);
        Assert.Equal(id, _cluster.Submit(new JobRequest("artifact") { Restore = id }).Value!.Status.Id);
        Assert.Empty(_cluster.Head(id).Commands);
    }

    [Fact]
    public void A_drain_whose_job_is_given_up_is_refused()
    {
        _cluster.Planner.Restart = RestartPolicy.None;
        var (id, answers) = StopUnpublished(drain: true);
        _cluster.Tasks.Fail(FailureDomain.User);
        _cluster.Host.Settle();
        Assert.Equal(JobState.Failed, _cluster.Status(id).Result.State);
        Assert.Equal(RefusalKind.Refused, answers.Single().Refusal!.Kind);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain: true).Single().Refusal!.Kind);
    }

    /// <summary>It used to be answered at once as it is named by the head, while the job ran on from the older checkpoint.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_stop_whose_savepoint_is_damaged_is_carried_out_again_from_an_older_checkpoint(bool drain, bool isDeposed)
    {
        var (id, answers) = StopUnpublished(drain);
        var damaged = _cluster.Head(id).Latest!;
        if (isDeposed) _cluster = _cluster.Restart(slots: 0);
        _cluster.Lose(damaged.Manifest);
        _cluster.Tasks.Loses.Clear();
        if (isDeposed) _cluster.Join(slots: 4);
        else _cluster.Tasks.Fail(FailureDomain.External);
        if (isDeposed) answers = Stop(id, drain);
        _cluster.Pass(seconds: 3);
        var (status, savepoint) = answers.Single().Value;
        Assert.Equal(drain ? JobState.Finished : JobState.Stopped, status.Result.State);
        Assert.Equal(_cluster.Head(id).Latest!.Manifest, savepoint);
        Assert.True(_cluster.Head(id).Latest!.Checkpoint > damaged.Checkpoint);
        Assert.Equal(savepoint, Stop(id, drain).Single().Value.Savepoint);
    }

    /// <summary>Who gave the command hears nothing more of it, and finds the job as it wanted it.</summary>
    [Fact]
    public void A_drain_whose_savepoint_is_damaged_is_finished_by_the_next_leader()
    {
        var (id, _) = StopUnpublished(drain: true);
        _cluster.Lose(_cluster.Head(id).Latest!.Manifest);
        _cluster = _cluster.Restart();
        _cluster.Pass(seconds: 3);
        Assert.Equal((JobState.Finished, _cluster.Head(id).Latest!.Manifest), (_cluster.Status(id).Result.State, _cluster.Status(id).Result.Savepoint));
    }

    /// <summary>Otherwise it would begin one attempt after another.</summary>
    [Fact]
    public void A_drain_that_the_next_leader_cannot_finish_is_taken_back()
    {
        var (id, _) = StopUnpublished(drain: true);
        _cluster.Lose(_cluster.Head(id).Latest!.Manifest);
        _cluster = _cluster.Restart(slots: 0);
        _cluster.Faults.FailsPut = static name => name.Contains("/savepoints/", StringComparison.Ordinal);
        _cluster.Join(slots: 4);
        _cluster.Pass(seconds: 3);
        Assert.Equal((JobState.Running, false), (_cluster.Status(id).Result.State, _cluster.Status(id).Result.IsStopRequested));
        _cluster.Faults.FailsPut = static _ => false;
        Assert.Equal(JobState.Finished, Stop(id, drain: true).Single().Value.Status.Result.State);
    }

    /// <summary>The head names only those that asked before its savepoint was complete.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_asks_while_it_is_published_is_answered_with_it_also_later(bool drain)
    {
        var (id, first) = StopUnpublished(drain);
        var second = Stop(id, !drain, "c-2");
        Assert.Empty(second);
        _cluster.Tasks.Loses.Clear();
        _cluster.Pass(seconds: 2);
        Assert.Equal(first.Single().Value.Savepoint, second.Single().Value.Savepoint);
        Assert.Equal(first.Single().Value.Savepoint, Stop(id, !drain, "c-2").Single().Value.Savepoint);
        _cluster = _cluster.Restart();
        Assert.Equal(first.Single().Value.Savepoint, Stop(id, !drain, "c-2").Single().Value.Savepoint);
        _cluster.Submit(new JobRequest("artifact") { Restore = id });
        Assert.Equal(first.Single().Value.Savepoint, Stop(id, !drain, "c-2").Single().Value.Savepoint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_of_an_earlier_submission_has_its_answer_whatever_becomes_of_the_next(bool isDeposed)
    {
        var id = _cluster.Submit();
        var first = Stop(id, drain: false).Single().Value.Savepoint;
        _cluster.Submit(new JobRequest("artifact") { Restore = id });
        Assert.Equal((JobState.Running, first), (_cluster.Status(id).Result.State, Stop(id, drain: false).Single().Value.Savepoint));
        if (isDeposed)
        {
            _cluster.Tasks.Loses.UnionWith(["Confirmed", "Heartbeat"]);
            Assert.Empty(Stop(id, drain: false, "c-2"));
            _cluster = _cluster.Restart(keepsTasks: true);
        }

        Assert.Equal(first, Stop(id, drain: false).Single().Value.Savepoint);
        _cluster.Cancel(id);
        Assert.Equal((JobState.Cancelled, first), (_cluster.Status(id).Result.State, Stop(id, drain: false).Single().Value.Savepoint));
        Assert.NotNull(Stop(id, drain: false, "c-2").Single().Refusal);
    }

    /// <summary>What is restored has finished, so that it is only published: the head then names the drain of the earlier submission with its latest checkpoint.</summary>
    [Fact]
    public void A_drain_of_an_earlier_submission_has_its_answer_where_the_restored_job_is_cancelled_at_the_next_leader()
    {
        var id = _cluster.Submit();
        var first = Stop(id, drain: true).Single().Value.Savepoint;
        _cluster.Tasks.Loses.UnionWith(["Confirmed", "Heartbeat"]);
        _cluster.Submit(new JobRequest("artifact") { Restore = id });
        Assert.Equal(HeadState.Finished, _cluster.Head(id).State);
        _cluster = _cluster.Restart(keepsTasks: true);
        Assert.Equal(first, Stop(id, drain: true).Single().Value.Savepoint);
        Assert.Equal(JobState.Cancelled, _cluster.Cancel(id).Single().Value!.Result.State);
        Assert.Equal(first, Stop(id, drain: true).Single().Value.Savepoint);
    }

    /// <summary>A job with checkpoints is told to stop, and the head names the savepoint, and nothing is published.</summary>
    private (string Id, List<Answer<(JobStatus Status, string Savepoint)>> Answers) StopUnpublished(bool drain)
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 3);
        Assert.NotNull(_cluster.Head(id).Latest);
        _cluster.Tasks.Loses.UnionWith(["Confirmed", "Heartbeat"]);
        var answers = Stop(id, drain);
        Assert.Empty(answers);
        Assert.Equal((drain ? HeadState.Finished : HeadState.Stopped, true), (_cluster.Head(id).State, _cluster.Head(id).Commands.Single().IsDone));
        return (id, answers);
    }

    private List<Answer<(JobStatus Status, string Savepoint)>> Stop(string id, bool drain, string command = "c-1") =>
        _cluster.Ask<(JobStatus, string)>((d, answer) => d.Stop(id, drain, "", answer, command: command));
}
