using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Tests.Jobs;

public sealed class CheckpointHistoryTests
{
    private static readonly JobGraph s_graph = new(8, [Vertex(0, "source", 1), Vertex(1, "count", 2)], []);
    private static readonly ExecutionAttempt s_attempt = new("job-1", 1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly JobMetrics _metrics = new("job-1", "job");
    private readonly CheckpointHistory _history;

    public CheckpointHistoryTests() => _history = new CheckpointHistory(_time, _metrics);

    [Fact]
    public void A_checkpoint_shows_how_far_it_is_and_then_what_each_phase_took()
    {
        Begin(7);
        Pass(10);
        Acknowledge(7, 0, 0, bytes: 100, new SubtaskFigures(default, Of(1), Of(2), 1000));
        Pass(20);
        Acknowledge(7, 1, 1, bytes: 20, new SubtaskFigures(Of(15), Of(3), Of(4), 500));
        var inFlight = Only();
        Assert.True(inFlight.IsInFlight);
        Assert.Equal((3, 2, 120L, 1500L, null), (inFlight.Subtasks, inFlight.Acknowledged, inFlight.Bytes, inFlight.StateBytes, inFlight.Slowest));
        Assert.Equal(DateTimeOffset.UnixEpoch, inFlight.Triggered);
        Assert.Equal(default, inFlight.Phases);
        Pass(30);
        Acknowledge(7, 1, 0, bytes: 3, new SubtaskFigures(Of(5), Of(30), Of(8), 40));
        Pass(9);
        var complete = _history.Complete("path", new StoreTimes(Of(4), Of(5)));
        Assert.Equal(complete, Only());
        Assert.Equal((false, "path", null, 123L, 1540L), (complete.IsInFlight, complete.Path, complete.Failure, complete.Bytes, complete.StateBytes));
        Assert.Equal(Of(69), complete.Duration);
        Assert.Equal(new CheckpointPhases(Of(60), Of(4), Of(5)), complete.Phases);
        Assert.Equal(new SubtaskPart("count", 0, Of(60), 3, new SubtaskFigures(Of(5), Of(30), Of(8), 40)), complete.Slowest);
        Assert.Equal(new SubtaskPart("count", 1, Of(30), 20, new SubtaskFigures(Of(15), Of(3), Of(4), 500)), complete.LongestAlignment);
    }

    [Fact]
    public void Publishing_is_measured_until_all_have_confirmed_and_not_while_an_earlier_one_is_published()
    {
        Finish(1);
        _history.Publish(1, s_attempt, s_graph.Subtasks);
        Pass(5);
        Finish(2);
        _history.Publish(2, s_attempt, s_graph.Subtasks);
        foreach (var subtask in s_graph.Subtasks) _history.Confirmed(subtask, 1);
        Pass(40);
        Finish(3);
        _history.Publish(3, s_attempt, s_graph.Subtasks);
        Pass(7);
        foreach (var subtask in s_graph.Subtasks.Skip(1)) _history.Confirmed(subtask, 4);
        _history.Confirmed(new SubtaskId(0, 0), 2);
        Assert.Equal([Of(5), null, null], _history.Overview.Records.Select(static r => r.Phases.Publishing));
        _history.Confirmed(new SubtaskId(0, 0), 3);
        Assert.Equal([Of(5), null, Of(7)], _history.Overview.Records.Select(static r => r.Phases.Publishing));
    }

    [Fact]
    public void What_an_attempt_has_not_published_does_not_keep_the_next_from_being_measured()
    {
        Finish(1);
        _history.Publish(1, s_attempt, s_graph.Subtasks);
        Finish(2);
        _history.Publish(2, s_attempt with { Number = 2 }, [new SubtaskId(0, 0)]);
        Pass(3);
        _history.Confirmed(new SubtaskId(0, 0), 2);
        Assert.Equal([null, Of(3)], _history.Overview.Records.Select(static r => r.Phases.Publishing));
    }

    [Fact]
    public void The_latest_are_kept_and_all_are_counted()
    {
        for (var id = 1; id <= 50; id++)
        {
            Begin(id, id % 10 == 0 ? CheckpointKind.Savepoint : CheckpointKind.Checkpoint);
            if (id % 5 == 1) _history.Abort($"reason {id}");
            else _history.Complete("path", default);
        }

        Begin(51);
        Assert.Equal(Enumerable.Range(31, 21), _history.Overview.Records.Select(static r => (int)r.Checkpoint));
        Assert.Equal("reason 46", _history.Overview.Records.Last(static r => r.Failure is not null).Failure);
        Assert.Equal((40L, 10L, 35), (_history.Overview.Completed, _history.Overview.Failed, _history.Completed));
        Assert.Equal((40L, 10L), (_metrics.CompletedCheckpoints, _metrics.AbortedCheckpoints));
    }

    [Fact]
    public void One_that_is_in_flight_when_tasks_end_has_failed()
    {
        _history.GiveUp("nothing to give up");
        Begin(1);
        Pass(3);
        _history.GiveUp("tasks ended");
        _history.GiveUp("again");
        Assert.Equal(("tasks ended", false, Of(3)), (Only().Failure, Only().IsInFlight, Only().Duration));
        Assert.Equal(1, _history.Overview.Failed);
    }

    private void Begin(long id, CheckpointKind kind = CheckpointKind.Checkpoint) =>
        _history.Begin(new CheckpointBarrier(id, IsSavepoint: kind == CheckpointKind.Savepoint), kind, s_graph);

    private void Finish(long id)
    {
        Begin(id);
        foreach (var subtask in s_graph.Subtasks) Acknowledge(id, subtask.Vertex, subtask.Index, 1, default);
        _history.Complete("path", default);
    }

    private void Acknowledge(long id, int vertex, int index, long bytes, SubtaskFigures figures) =>
        _history.Acknowledged(new SubtaskAcknowledgement(new SubtaskId(vertex, index), id, false, new SubtaskState(1, "w", [])) { Bytes = bytes, Figures = figures });

    private CheckpointRecord Only() => Assert.Single(_history.Overview.Records);

    private void Pass(int milliseconds) => _time.Advance(Of(milliseconds));

    private static TimeSpan Of(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static JobVertex Vertex(int index, string name, int parallelism) => new(index, parallelism, [new JobOperator(new OperatorId(name), "process", name, OperatorRole.Stateful, false, false, [])]);
}
