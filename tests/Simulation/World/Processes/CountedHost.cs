using Millrace.Core.Hosts;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Slots;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.TaskManager.Registration;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>The host of a process, with the mail counted that waits for its mailboxes: each wake is a piece, and each step that asks for another takes one.</summary>
internal sealed class CountedHost(SimulatedProcess process, QueueMonitor monitor) : IActivityHost
{
    public IActivity Start(string name, Func<bool> step)
    {
        if (!IsMailbox(name)) return process.Start(name, step);
        var counted = new Counted(process, monitor, name);
        counted.Activity = process.Start(name, () => counted.Count(step()));
        return counted;
    }

    public void Run(Func<Task> effect) => process.Run(effect);

    private static bool IsMailbox(string activity) => activity is Dispatcher.MailboxName or TaskManagerPool.MailboxName or JobManagerRegistration.MailboxName
        || activity.StartsWith("job ", StringComparison.Ordinal) || activity.StartsWith("task executor ", StringComparison.Ordinal);

    private sealed class Counted(SimulatedProcess process, QueueMonitor monitor, string name) : IActivity
    {
        private int _waiting;
        private bool _isStopped;

        public IActivity? Activity { get; set; }

        public bool Count(bool hasTaken)
        {
            if (hasTaken) _waiting--;
            return hasTaken;
        }

        public void Wake()
        {
            if (!_isStopped) monitor.Mail(process.Name, name, ++_waiting);
            Activity!.Wake();
        }

        public void Stop(Action last)
        {
            _isStopped = true;
            Activity!.Stop(last);
        }
    }
}
