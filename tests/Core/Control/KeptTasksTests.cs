using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Tests.Control;

/// <summary>Two subtasks of a source that forwards to two of a sink, so that each index is a region; they run on one task manager each.</summary>
public sealed class KeptTasksTests
{
    private static readonly JobGraph s_graph = new(8, [new JobVertex(0, 2, []), new JobVertex(1, 2, [])], [new JobEdge(0, 0, 1, "forward")]);

    private static readonly JobHead s_head = JobHead.Create("job-1", "job", 8) with
    {
        Attempt = 3,
        Deployment = Deployment.Of(s_graph, 3, new TaskPlacement([new TaskManagerAddress("tm-0", ""), new TaskManagerAddress("tm-1", "")], [0, 1])),
    };

    [Fact]
    public void What_the_head_names_and_its_task_manager_reports_as_running_is_kept()
    {
        var kept = Decide(s_head, Report("tm-0", 3, Running(0, 0, barrier: 6), Running(1, 0)), Report("tm-1", 3, Running(0, 1, barrier: 7), Running(1, 1)));
        Assert.Equal(4, kept.Subtasks.Count);
        Assert.Equal(7, kept.Barrier);
    }

    [Fact]
    public void A_task_manager_that_is_not_there_loses_its_region_only()
    {
        var kept = Decide(s_head, Report("tm-0", 3, Running(0, 0, barrier: 6), Running(1, 0)));
        Assert.Equal(["0/0", "1/0"], Names(kept));
        Assert.Equal(6, kept.Barrier);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("starting")]
    [InlineData("failed")]
    [InlineData("drained")]
    [InlineData("ending")]
    [InlineData("of an earlier attempt")]
    [InlineData("elsewhere")]
    [InlineData("of an unknown attempt")]
    public void A_region_with_a_subtask_that_does_not_run_is_not_kept(string why)
    {
        var subtask = Running(1, 1);
        SubtaskReport? reported = why switch
        {
            "missing" or "elsewhere" or "ending" => null,
            "starting" => subtask with { IsRunning = false },
            "failed" => subtask with { Failure = new JobFailure(FailureDomain.User, "map", "it threw", "") },
            "drained" => subtask with { HasDrained = true },
            "of an earlier attempt" => subtask with { Attempt = 2 },
            _ => subtask,
        };
        SubtaskReport[] second = reported is null ? [Running(0, 1)] : [Running(0, 1), reported];
        SubtaskReport[] first = why == "elsewhere" ? [Running(0, 0), Running(1, 0), subtask] : [Running(0, 0), Running(1, 0)];
        var kept = Decide(s_head, Report("tm-0", 3, first), Report("tm-1", why == "of an unknown attempt" ? 2 : 3, second));
        Assert.Equal(["0/0", "1/0"], Names(kept));
    }

    [Fact]
    public void What_finished_with_a_drain_is_kept_until_it_is_published()
    {
        var report = Report("tm-0", 3, Running(0, 0) with { HasDrained = true }, Running(1, 0));
        Assert.Empty(Decide(s_head, report).Subtasks);
        Assert.Equal(2, Decide(s_head.End(HeadState.Finished), report).Subtasks.Count);
    }

    [Fact]
    public void A_part_that_has_an_older_attempt_than_the_rest_is_current_where_the_head_says_so()
    {
        var head = s_head with { Attempt = 4, Deployment = s_head.Deployment!.Restart(new HashSet<SubtaskId> { new(0, 1), new(1, 1) }, 4, s_head.Deployment.Placement) };
        var kept = Decide(head, Report("tm-0", 4, Running(0, 0), Running(1, 0)), Report("tm-1", 4, Running(0, 1), Running(1, 1)));
        Assert.Equal(["0/0", "1/0"], Names(kept));
    }

    private static KeptTasks Decide(JobHead head, params (string TaskManager, JobReport Report)[] reports) =>
        KeptTasks.Decide(head, s_graph, new FailoverRegions(s_graph), reports.ToDictionary(static r => r.TaskManager, static r => r.Report, StringComparer.Ordinal));

    private static (string, JobReport) Report(string taskManager, int attempt, params SubtaskReport[] subtasks) =>
        (taskManager, new JobReport(new ExecutionAttempt("job-1", attempt), subtasks, []));

    private static SubtaskReport Running(int vertex, int index, long barrier = 0) => new(new SubtaskId(vertex, index), 3, true, false, 0, null, null) { Barrier = barrier };

    private static IEnumerable<string> Names(KeptTasks kept) => kept.Subtasks.OrderBy(static s => s.Vertex).ThenBy(static s => s.Index).Select(static s => s.ToString());
}
