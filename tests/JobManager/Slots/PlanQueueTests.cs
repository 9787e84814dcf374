using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.JobManager.Slots;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Slots;

public sealed class PlanQueueTests
{
    private static readonly PlanRequest Request = new(new JobSubmission("job-1", "job", "artifact", new JobArguments(), 2, 8));

    private readonly ManualHost _host = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Mailbox _mailbox;
    private readonly PlanQueue _queue;
    private readonly ProcessDeaths _deaths;
    private readonly List<PlanAnswer> _answers = [];
    private int _processes;

    public PlanQueueTests()
    {
        _mailbox = new Mailbox(_host, "test");
        _queue = new PlanQueue(_mailbox, _time, PlanQueue.DefaultLimit, _deaths = new ProcessDeaths(_time));
    }

    [Fact]
    public void Task_managers_plan_in_turn()
    {
        var (first, second) = (new PlayedPlanner(), new PlayedPlanner());
        Use(first, second);
        for (var i = 0; i < 4; i++) Plan();
        Assert.Equal((2, 2, 4), (first.Requests.Count, second.Requests.Count, _answers.Count));
    }

    [Fact]
    public void A_plan_waits_for_the_first_task_manager()
    {
        Plan();
        Pass(59);
        Assert.Empty(_answers);
        Use(new PlayedPlanner());
        Assert.NotNull(_answers.Single().Planned);
        Pass(61);
        Assert.Single(_answers);
    }

    [Fact]
    public void After_the_time_limit_the_answer_says_that_there_is_none()
    {
        Plan();
        Pass(60);
        Assert.Contains("No task manager has joined within 60 s", _answers.Single().Failure!.Message, StringComparison.Ordinal);
        var planner = new PlayedPlanner();
        Use(planner);
        Assert.Empty(planner.Requests);
    }

    [Fact]
    public void A_patient_one_waits_for_a_task_manager_without_limit_and_for_its_answer_with_one()
    {
        _mailbox.Post(() => _queue.Enqueue(Request, _answers.Add, isPatient: true));
        Pass(3600);
        Assert.Empty(_answers);
        Use(new PlayedPlanner { Holds = true });
        Pass(59);
        Assert.Empty(_answers);
        Pass(1);
        Assert.Contains("was not planned within 60 s", _answers.Single().Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_does_not_come_to_an_end_is_given_up()
    {
        var planner = new PlayedPlanner { Holds = true };
        Use(planner);
        Plan();
        Pass(60);
        Assert.Contains("Define must describe the dataflow only", _answers.Single().Failure!.Message, StringComparison.Ordinal);
        planner.Release();
        _host.Settle();
        Assert.Single(_answers);
    }

    [Fact]
    public void When_the_one_that_was_asked_leaves_another_is_asked()
    {
        var (first, second) = (new PlayedPlanner { Holds = true }, new PlayedPlanner());
        Use(first);
        Plan();
        Use();
        Assert.Empty(_answers);
        Use(second);
        Assert.NotNull(_answers.Single().Planned);
        first.Release();
        _host.Settle();
        Assert.Single(_answers);
    }

    [Fact]
    public void One_that_stays_is_not_asked_again_when_others_come()
    {
        var first = new PlayedPlanner { Holds = true };
        var second = new PlayedPlanner();
        Use(first);
        Plan();
        Use(first, second);
        Assert.Equal((1, 0), (first.Requests.Count, second.Requests.Count));
    }

    [Fact]
    public void A_definition_that_was_being_planned_on_two_processes_that_ended_is_refused_and_planned_no_more_for_some_minutes()
    {
        var planners = Enumerable.Range(0, 4).Select(static _ => new PlayedPlanner { Holds = true }).ToList();
        Use([.. planners]);
        Plan();
        Die(planners, planners.Single(static p => p.Requests.Count > 0));
        Assert.Empty(_answers);
        Die(planners, planners.Single(static p => p.Requests.Count > 0));
        var failure = _answers.Single().Failure!;
        Assert.Equal((FailureDomain.User, false), (failure.Domain, failure.CanRetry));
        Assert.StartsWith("2 task manager processes ended within a few minutes while planning the job of artifact artifact, so its definition is suspected", failure.Message, StringComparison.Ordinal);
        Plan();
        Assert.Equal(failure, _answers[^1].Failure);
        Assert.All(planners, static p => Assert.Empty(p.Requests));
        _queue.Plan(Request with { Job = Request.Job with { JobType = "Another" } }, _answers.Add);
        _host.Settle();
        Assert.Single(planners.SelectMany(static p => p.Requests));
        Pass(601);
        Plan();
        Assert.Equal(2, planners.Sum(static p => p.Requests.Count));
    }

    [Fact]
    public void However_often_it_is_submitted_at_once_it_takes_two_processes_along()
    {
        var planners = Enumerable.Range(0, 6).Select(static _ => new PlayedPlanner { Holds = true }).ToList();
        Use([.. planners]);
        for (var i = 0; i < 10; i++) Plan();
        while (planners.Find(static p => p.Requests.Count > 0) is { } planning) Die(planners, planning);
        Assert.Equal(4, planners.Count);
        Assert.Equal(10, _answers.Count);
        Assert.All(_answers, static a => Assert.Equal(FailureDomain.User, a.Failure!.Domain));
    }

    [Fact]
    public void Without_another_task_manager_the_answer_says_that_it_was_lost()
    {
        var planner = new PlayedPlanner { Holds = true };
        Use(planner);
        Plan();
        Die([planner], planner);
        Pass(59);
        Assert.Empty(_answers);
        Pass(1);
        Assert.StartsWith("The task manager that planned the job was lost", _answers.Single().Failure!.Message, StringComparison.Ordinal);
    }

    private void Plan()
    {
        _queue.Plan(Request, _answers.Add);
        _host.Settle();
    }

    [Fact]
    public void Those_that_are_kept_for_certain_jobs_plan_these_alone_and_nobody_else_does()
    {
        var (kept, any) = (new PlayedPlanner(), new PlayedPlanner());
        UseMembers(Member(kept, Request.Job.JobName, "other"), Member(any));
        Plan();
        Plan();
        Assert.Equal((2, 0), (kept.Requests.Count, any.Requests.Count));
        _queue.Plan(Request with { Job = Request.Job with { JobName = "third" } }, _answers.Add);
        _host.Settle();
        Assert.Equal((2, 1), (kept.Requests.Count, any.Requests.Count));
        // It has ended, perhaps because of the job: no other task manager should try it.
        UseMembers(Member(any));
        Plan();
        Assert.Equal(3, _answers.Count);
        UseMembers(Member(kept, Request.Job.JobName), Member(any));
        Assert.Equal((4, 3), (_answers.Count, kept.Requests.Count));
    }

    /// <summary>A process ends, as the pool tells it.</summary>
    private void Die(List<PlayedPlanner> planners, PlayedPlanner planner)
    {
        planners.Remove(planner);
        _mailbox.Post(() => _deaths.Add($"process {++_processes}", _queue.NamesOn(planner)));
        Use([.. planners]);
    }

    private static PoolMember Member(PlayedPlanner planner, params string[] jobs) =>
        new(new TaskManagerRegistration("", "", "", 1) { Jobs = jobs }, new FakeTasks("", null!), planner);

    private void Use(params PlayedPlanner[] planners) => UseMembers([.. planners.Select(static p => Member(p))]);

    private void UseMembers(params PoolMember[] members)
    {
        _mailbox.Post(() => _queue.Use(members));
        _host.Settle();
    }

    private void Pass(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _host.Settle();
    }
}
