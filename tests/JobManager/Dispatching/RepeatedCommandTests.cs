using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Tests.Dispatching;

/// <summary>
/// A command that is repeated under its id, because its answer was lost, has the same answer and does nothing twice, also where another job manager leads by
/// then.
/// </summary>
public sealed class RepeatedCommandTests
{
    private DispatcherFixture _cluster = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_savepoint_is_taken_once(bool isDeposed)
    {
        var id = _cluster.Submit();
        var path = Savepoint(id).Single().Value!;
        if (isDeposed)
        {
            // What was taken is in the head with its next change.
            _cluster.Pass(seconds: 1);
            _cluster = _cluster.Restart(keepsTasks: true);
        }

        Assert.Equal(path, Savepoint(id).Single().Value);
        Assert.Single(Savepoints(id));
        Assert.NotEqual(path, Savepoint(id, "c-2").Single().Value);
        _cluster.Cancel(id);
        Assert.Equal(path, Savepoint(id).Single().Value);
        _cluster = _cluster.Restart();
        Assert.Equal(path, Savepoint(id).Single().Value);
        Assert.Equal(RefusalKind.Refused, Savepoint(id, "c-3").Single().Refusal!.Kind);
    }

    [Fact]
    public void A_savepoint_that_was_complete_before_the_leader_died_is_the_answer()
    {
        var id = _cluster.Submit();
        // The manifest is written, and the job manager does nothing afterwards.
        var isWritten = false;
        _cluster.Faults.FailsPut = name =>
        {
            isWritten |= name.Contains("/savepoints/", StringComparison.Ordinal) && name.Contains("manifest-", StringComparison.Ordinal);
            return false;
        };
        _cluster.Host.Holds = name => isWritten && name.StartsWith("job ", StringComparison.Ordinal);
        Assert.Empty(Savepoint(id));
        _cluster = _cluster.Restart(keepsTasks: true);
        var taken = Assert.Single(Savepoints(id));
        Assert.Equal(taken.Manifest, Savepoint(id).Single().Value);
        Assert.Single(Savepoints(id));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_job_that_was_stopped_answers_with_its_savepoint(bool drain, bool isDeposed)
    {
        var id = _cluster.Submit();
        var (status, path) = Stop(id, drain).Single().Value;
        if (isDeposed) _cluster = _cluster.Restart();
        var again = Stop(id, drain).Single().Value;
        Assert.Equal((status.Result.State, path), (again.Status.Result.State, again.Savepoint));
        Assert.Equal(RefusalKind.Refused, Stop(id, drain, "c-2").Single().Refusal!.Kind);
        Assert.Equal(RefusalKind.Refused, Stop(id, drain, "").Single().Refusal!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_whose_leader_died_is_taken_back_and_stops_the_job_when_it_is_repeated(bool drain)
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 1);
        var attempt = _cluster.Head(id).Attempt;
        _cluster.Tasks.Loses.Add("Acknowledge");
        Assert.Empty(Stop(id, drain));
        var begun = _cluster.Head(id).Commands.Single();
        Assert.Equal(("c-1", drain ? CommandKind.Drain : CommandKind.Stop, false, _cluster.Tasks.Triggers[^1].Checkpoint), (begun.Id, begun.Kind, begun.IsDone, begun.Checkpoint));
        _cluster.Tasks.Loses.Clear();
        _cluster = _cluster.Restart(keepsTasks: true);
        _cluster.Pass(seconds: 3);
        Assert.Equal((JobState.Running, drain ? attempt + 1 : attempt), (_cluster.Status(id).Result.State, _cluster.Head(id).Attempt));
        if (!drain) Assert.Contains(begun.Checkpoint, _cluster.Tasks.Aborts);
        var stopped = Stop(id, drain).Single().Value;
        Assert.Equal(drain ? JobState.Finished : JobState.Stopped, stopped.Status.Result.State);
        Assert.Equal(_cluster.Head(id).Latest!.Manifest, stopped.Savepoint);
    }

    /// <summary>It used to be answered at once, with a job that ran on, when the checkpoint with which the next leader stops it had failed before.</summary>
    [Fact]
    public void A_stop_that_was_not_published_when_the_leader_died_is_answered_when_the_job_has_stopped()
    {
        var id = _cluster.Submit();
        _cluster.Pass(seconds: 1);
        _cluster.Tasks.Loses.Add("Confirmed");
        Assert.Empty(Stop(id, drain: false));
        Assert.Equal(HeadState.Stopped, _cluster.Head(id).State);
        _cluster = _cluster.Restart(slots: 0);
        _cluster.Faults.FailsPut = static name => name.Contains("/manifest-", StringComparison.Ordinal);
        _cluster.Join(slots: 4);
        _cluster.Pass(seconds: 3);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
        _cluster.Faults.FailsPut = static _ => false;
        var answers = Stop(id, drain: false);
        _cluster.Pass(seconds: 3);
        Assert.Equal((JobState.Stopped, _cluster.Head(id).Latest!.Manifest), (answers.Single().Value.Status.Result.State, answers.Single().Value.Savepoint));
    }

    /// <summary>The output of the savepoint could not be published, so that another attempt began, and then the leader died: the next one does not know of the stop.</summary>
    [Fact]
    public void A_stop_that_is_to_be_carried_out_again_is_not_done()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.Loses.UnionWith(["Confirmed", "Heartbeat"]);
        Assert.Empty(Stop(id, drain: false));
        Assert.Equal((HeadState.Stopped, true), (_cluster.Head(id).State, _cluster.Head(id).Commands.Single().IsDone));
        _cluster.Tasks.NeverStarts = true;
        _cluster.Tasks.Fail(FailureDomain.External);
        _cluster.Pass(seconds: 3);
        Assert.Equal((HeadState.Running, 2), (_cluster.Head(id).State, _cluster.Head(id).Attempt));
        _cluster = _cluster.Restart();
        _cluster.Pass(seconds: 3);
        Assert.Equal(JobState.Running, _cluster.Status(id).Result.State);
        var stopped = Stop(id, drain: false).Single().Value;
        Assert.Equal(JobState.Stopped, stopped.Status.Result.State);
        Assert.Equal(_cluster.Head(id).Latest!.Manifest, stopped.Savepoint);
    }

    [Fact]
    public void Who_joins_a_stop_is_answered_with_it_also_later()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.Loses.Add("Acknowledge");
        var first = Stop(id, drain: false);
        var second = Stop(id, drain: false, "c-2");
        _cluster.Tasks.Loses.Clear();
        _cluster.Tasks.AcknowledgeLast();
        _cluster.Host.Settle();
        Assert.Equal(first.Single().Value.Savepoint, second.Single().Value.Savepoint);
        _cluster = _cluster.Restart();
        Assert.Equal(first.Single().Value.Savepoint, Stop(id, drain: false, "c-2").Single().Value.Savepoint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rescale_is_carried_out_once(bool isDeposed)
    {
        var id = _cluster.Submit();
        var first = Rescale(id, 4).Single().Value;
        // How long it took is in the head with its next change.
        _cluster.Pass(seconds: 1);
        if (isDeposed) _cluster = _cluster.Restart(keepsTasks: true);
        Assert.Equal(first.Interruption, Rescale(id, 4).Single().Value.Interruption);
        Assert.Equal((4, 2), (_cluster.Head(id).Parallelism, _cluster.Head(id).Attempt));
        Assert.NotNull(Rescale(id, 3, "c-2").Single().Value.Status);
        // A late repetition does not undo what was asked for since.
        Assert.Equal(first.Interruption, Rescale(id, 4).Single().Value.Interruption);
        Assert.Equal(3, _cluster.Head(id).Parallelism);
        _cluster.Cancel(id);
        Assert.Equal(first.Interruption, Rescale(id, 4).Single().Value.Interruption);
    }

    [Fact]
    public void A_rescale_that_is_repeated_while_it_is_carried_out_is_answered_twice()
    {
        var id = _cluster.Submit();
        _cluster.Host.HoldsEffects = true;
        var (first, again) = (Rescale(id, 4), Rescale(id, 4));
        _cluster.Host.HoldsEffects = false;
        _cluster.Host.Settle();
        Assert.Equal(first.Single().Value.Interruption, again.Single().Value.Interruption);
        Assert.Equal(2, _cluster.Head(id).Attempt);
    }

    [Fact]
    public void A_rescale_whose_leader_died_before_the_switch_is_taken_back_and_carried_out_when_it_is_repeated()
    {
        var id = _cluster.Submit();
        _cluster.Tasks.Loses.Add("Acknowledge");
        Assert.Empty(Rescale(id, 4));
        Assert.Equal(new JobCommand("c-1", CommandKind.Rescale, _cluster.Tasks.Triggers[^1].Checkpoint), _cluster.Head(id).Commands.Single());
        _cluster.Tasks.Loses.Clear();
        _cluster = _cluster.Restart(keepsTasks: true);
        _cluster.Pass(seconds: 3);
        Assert.Equal((2, 1), (_cluster.Head(id).Parallelism, _cluster.Head(id).Attempt));
        Assert.Equal(4, Rescale(id, 4).Single().Value.Status.Result.Parallelism);
    }

    [Fact]
    public void The_latest_commands_are_remembered()
    {
        var id = _cluster.Submit();
        var paths = Enumerable.Range(1, JobCommand.MaxRemembered + 5).Select(i => Savepoint(id, $"c-{i}").Single().Value!).ToList();
        _cluster.Pass(seconds: 1);
        Assert.Equal(JobCommand.MaxRemembered, _cluster.Head(id).Commands.Count);
        Assert.Equal(paths[^1], Savepoint(id, $"c-{paths.Count}").Single().Value);
        Assert.Equal(paths[5], Savepoint(id, "c-6").Single().Value);
        Assert.NotEqual(paths[4], Savepoint(id, "c-5").Single().Value);
    }

    private List<Answer<string>> Savepoint(string id, string command = "c-1") => _cluster.Ask<string>((d, answer) => d.Savepoint(id, "", answer, command: command));

    private List<Answer<(JobStatus Status, string Savepoint)>> Stop(string id, bool drain, string command = "c-1") =>
        _cluster.Ask<(JobStatus, string)>((d, answer) => d.Stop(id, drain, "", answer, command: command));

    private List<Answer<(JobStatus Status, TimeSpan Interruption)>> Rescale(string id, int parallelism, string command = "c-1") =>
        _cluster.Ask<(JobStatus, TimeSpan)>((d, answer) => d.Rescale(id, new ScaleRequest(parallelism, new Dictionary<string, int>(), TimeSpan.FromSeconds(60)) { Command = command }, answer));

    private IReadOnlyList<RetainedCheckpoint> Savepoints(string id) => _cluster.Store.FindSavepointsAsync(id, CancellationToken.None).GetAwaiter().GetResult();
}
