using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Control;
using Millrace.JobManager.Slots;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Slots;

/// <summary>A pool whose task managers come and go as a test says, and two jobs that want slots of it.</summary>
internal sealed class PoolFixture
{
    public PoolFixture() => Pool = new TaskManagerPool(Host, Time);

    public ManualHost Host { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public PlayedPlanner Planner { get; } = new();

    public TaskManagerPool Pool { get; }

    public PlayedOwner Job { get; } = new("job");

    public PlayedOwner Other { get; } = new("other");

    public TaskManagerRegistration JoinProcess(string id, string instance)
    {
        var registration = new TaskManagerRegistration(id, instance, "", 2);
        Join(registration);
        return registration;
    }

    public void Die(TaskManagerRegistration process)
    {
        Pool.Leave(process, "its connection broke");
        Host.Settle();
    }

    public void AskForMore()
    {
        Pool.AskForMore("job");
        Host.Settle();
    }

    public void Ask(PlayedOwner owner, int slots)
    {
        Pool.Request(owner, new SlotRequest(slots, slots));
        Host.Settle();
    }

    public FakeTasks Join(string id, int slots = 2) => Join(new TaskManagerRegistration(id, "", "", slots));

    private FakeTasks Join(TaskManagerRegistration registration)
    {
        var tasks = new FakeTasks(registration.Id, null!);
        Pool.Join(registration, tasks, Planner);
        Host.Settle();
        return tasks;
    }
}
