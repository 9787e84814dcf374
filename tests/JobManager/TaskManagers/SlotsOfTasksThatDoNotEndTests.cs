using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Control;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;
using Millrace.JobManager.TaskManagers;
using Millrace.JobManager.Tests.Dispatching;

namespace Millrace.JobManager.Tests.TaskManagers;

/// <summary>A job waits for two slots when a task manager joins, of whose two slots tasks hold one that do not end.</summary>
public sealed class SlotsOfTasksThatDoNotEndTests : IControlLink<TaskManagerMessage>
{
    private readonly DispatcherFixture _cluster = new(slots: 1);
    private readonly TaskManagerSessions _sessions;
    private readonly List<TaskManagerMessage> _told = [];
    private readonly string _job;

    public SlotsOfTasksThatDoNotEndTests()
    {
        _sessions = new TaskManagerSessions(
            new TaskManagerRegistry(_cluster.Dispatcher), new TaskManagerSessionOptions("memory"), new JobLogStore(), _cluster.Time, NullLogger<TaskManagerSessions>.Instance);
        _job = _cluster.Submit(parallelism: 3);
        Assert.Equal(JobState.Waiting, State);
    }

    private JobState State => _cluster.Status(_job).Result.State;

    /// <summary>They used to be granted as it joined, and only then was the number taken.</summary>
    [Fact]
    public void They_are_not_granted_when_it_joins()
    {
        _sessions.Open();
        var session = Begin();
        Hears(session, new JobManagerMessage.Runs([], 1));
        Assert.Equal((JobState.Waiting, 1), (State, _cluster.Dispatcher.Pool.FreeSlots["tm-1"]));
        Hears(session, new JobManagerMessage.SlotsPinned(0));
        Assert.Single(_told.OfType<TaskManagerMessage.Deploy>());
    }

    /// <summary>It joins when the jobs are known, which may be long after it has told what it runs.</summary>
    [Fact]
    public void What_it_tells_before_it_joins_is_not_lost()
    {
        var session = Begin();
        Hears(session, new JobManagerMessage.Runs([], 0));
        Hears(session, new JobManagerMessage.SlotsPinned(1));
        _sessions.Open();
        _cluster.Host.Settle();
        Assert.Equal((JobState.Waiting, 1), (State, _cluster.Dispatcher.Pool.FreeSlots["tm-1"]));
        Hears(session, new JobManagerMessage.SlotsPinned(0));
        Assert.Single(_told.OfType<TaskManagerMessage.Deploy>());
    }

    /// <summary>Its messages may be read while another session of the same task manager begins.</summary>
    [Fact]
    public void What_a_session_tells_that_was_replaced_counts_no_more()
    {
        _sessions.Open();
        var former = Begin();
        Hears(former, new JobManagerMessage.Runs([], 1));
        Hears(Begin(), new JobManagerMessage.Runs([], 1));
        _sessions.Pinned(former, 0);
        _cluster.Host.Settle();
        Assert.Equal((JobState.Waiting, 1), (State, _cluster.Dispatcher.Pool.FreeSlots["tm-1"]));
    }

    bool IControlLink<TaskManagerMessage>.TrySend(TaskManagerMessage message)
    {
        _told.Add(message);
        return true;
    }

    void IControlLink<TaskManagerMessage>.Close(string reason)
    {
    }

    private TaskManagerSession Begin() => _sessions.Begin(new JobManagerMessage.Join(new TaskManagerRegistration("tm-1", "", "", 2), "1"), this);

    private void Hears(TaskManagerSession session, JobManagerMessage message)
    {
        session.Receive(message);
        _cluster.Host.Settle();
    }
}
