using Millrace.Core.Graph;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests;

/// <summary>The tasks of a job of which some restart while others run on.</summary>
public sealed class JobTasksTests
{
    private static readonly SubtaskId First = new(0, 0);
    private static readonly SubtaskId Second = new(0, 1);

    private readonly ExecutorFixture _executor = new(create: static () => new ChainedJob());

    [Fact]
    public void Some_end_and_start_again_and_the_others_run_on()
    {
        _executor.Deploy(1);
        _executor.End(1, First);
        Assert.Equal([First], _executor.JobManager.EndedSubtasks.Single());
        Assert.Equal([(Second, 1)], Running(1));

        _executor.DeployAnew(2, First);
        Assert.Equal([(First, 2), (Second, 1)], Running(2));
        Assert.False(_executor.Heartbeat(1).HasAttempt);
        _executor.Trigger(1, attempt: 1);
        Assert.Empty(_executor.JobManager.Acknowledgements);
        _executor.Trigger(2, attempt: 2);
        Assert.Equal([First, Second], _executor.JobManager.Acknowledgements.Select(static a => a.Subtask).OrderBy(static s => s.Index));
    }

    [Fact]
    public void A_deployment_with_nothing_to_start_is_known_all_the_same()
    {
        _executor.Deploy(1);
        _executor.DeployAnew(2);
        Assert.Equal([(First, 1), (Second, 1)], Running(2));
    }

    [Fact]
    public void What_a_deployment_does_not_name_ends()
    {
        _executor.Deploy(1);
        _executor.DeployAnew(2, First);
        Assert.Equal([(First, 2), (Second, 1)], Running(2));
        Assert.Empty(_executor.JobManager.EndedAttempts);
    }

    [Fact]
    public void An_order_to_end_tasks_of_an_earlier_attempt_ends_no_later_ones()
    {
        _executor.Deploy(1);
        _executor.DeployAnew(2, First);
        _executor.End(1, First);
        Assert.Equal([First], _executor.JobManager.EndedSubtasks.Single());
        Assert.Equal([(First, 2), (Second, 1)], Running(2));
        _executor.End(2, First, Second);
        Assert.False(_executor.Heartbeat(2).HasAttempt);
    }

    [Fact]
    public void One_that_does_not_end_is_given_up_while_the_others_run_on()
    {
        _executor.Deploy(1);
        _executor.Host.Holds = static name => name.EndsWith("0/0", StringComparison.Ordinal);
        _executor.End(1, First);
        _executor.Heartbeat();
        _executor.Pass(seconds: 29);
        Assert.Empty(_executor.JobManager.EndedAttempts);
        _executor.Heartbeat();
        _executor.Pass(seconds: 2);
        Assert.Equal([1], _executor.JobManager.Pinned);
        Assert.Equal([First], _executor.JobManager.EndedSubtasks.Single());
        Assert.Equal([(Second, 1)], Running(1));
        _executor.Host.Holds = static _ => false;
        _executor.Host.Settle();
        Assert.Equal([1, 0], _executor.JobManager.Pinned);
    }

    private IEnumerable<(SubtaskId, int)> Running(int attempt)
    {
        var report = _executor.Heartbeat(attempt);
        Assert.True(report.HasAttempt);
        return report.Subtasks.Select(static s => (s.Subtask, s.Attempt)).OrderBy(static s => s.Subtask.Index);
    }

    private sealed class ChainedJob : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(ExecutorFixture.Numbers, 2)).RateLimit(0.01).Uid("numbers").SinkTo(new TestSink<int>()).Uid("sink");
    }
}
