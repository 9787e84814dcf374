using Millrace.Core.Control;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>A session at a job manager: dispatches its messages, and sends heartbeats.</summary>
internal sealed class RegistrationSession
{
    /// <summary>The process's status is sampled once in this many heartbeats.</summary>
    private const int BeatsPerStatus = 4;

    private readonly RegistrationSurroundings _around;
    private readonly ITaskManagerGateway _tasks;
    private readonly IJobPlanner _planner;
    private readonly ControlStream<TaskManagerMessage, JobManagerMessage> _stream;
    private int _beats;

    /// <param name="welcome">The job manager's description of the cluster.</param>
    /// <param name="link">The link to the job manager.</param>
    /// <param name="around">What is around it.</param>
    /// <param name="onOver">Called once with the reason when the session is over.</param>
    public RegistrationSession(TaskManagerMessage.Welcome welcome, IControlLink<JobManagerMessage> link, RegistrationSurroundings around, Action<string> onOver)
    {
        _around = around;
        (_tasks, _planner) = around.Deployments.Begin(welcome);
        _stream = new ControlStream<TaskManagerMessage, JobManagerMessage>(
            link, new ControlStreamOptions(welcome.BeatInterval, welcome.SilenceLimit), around.Time, Beat, Take, onOver);
    }

    /// <summary>Tells the job manager what runs here, with which the task manager has joined.</summary>
    public void Join() => _around.Deployments.Report((jobs, pinnedSlots) => _stream.Send(new JobManagerMessage.Runs(jobs, pinnedSlots)));

    /// <summary>Sends the job manager a message; does nothing where the session is over.</summary>
    public void Send(JobManagerMessage message) => _stream.Send(message);

    /// <summary>Handles a message from the job manager.</summary>
    public void Receive(TaskManagerMessage message) => _stream.Receive(message);

    /// <summary>Ends the session.</summary>
    public void End(string reason) => _stream.End(reason);

    private void Take(TaskManagerMessage message)
    {
        switch (message)
        {
            case TaskManagerMessage.Beat: break;
            case TaskManagerMessage.Deploy m: _tasks.Deploy(m.Tasks); break;
            case TaskManagerMessage.Trigger m: _tasks.Trigger(m.Attempt, m.Barrier, m.Latest); break;
            case TaskManagerMessage.Abort m: _tasks.Abort(m.Attempt, m.Checkpoint); break;
            case TaskManagerMessage.Permit m: _tasks.Permit(m.Latest); break;
            case TaskManagerMessage.Heartbeat m: _tasks.Heartbeat(m.Attempt, m.Latest, m.Lowest); break;
            case TaskManagerMessage.End m: _tasks.End(m.Attempt, m.Subtasks); break;
            case TaskManagerMessage.Keep m: _tasks.Keep(m.Artifacts); break;
            case TaskManagerMessage.Plan m: _planner.Plan(m.Request, answer => _stream.Send(new JobManagerMessage.Planned(m.Id, answer))); break;
            case TaskManagerMessage.Welcome: _stream.End("it sent two welcomes in one call"); break;
        }
    }

    private IEnumerable<JobManagerMessage> Beat()
    {
        yield return new JobManagerMessage.Alive(_beats++ % BeatsPerStatus == 0 ? _around.Deployments.Status : null);
        if (_around.Logs.Take() is { Count: > 0 } entries) yield return new JobManagerMessage.Logged(entries);
    }
}
