using Millrace.Core.Control;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;

namespace Millrace.TaskManager.Registration;

/// <summary>One session at a job manager: hands its messages to who does what they ask, and gives signs of life.</summary>
internal sealed class RegistrationSession
{
    /// <summary>Each so many signs of life the process is looked at.</summary>
    private const int BeatsPerStatus = 4;

    private readonly IDeployments _deployments;
    private readonly JobLogBuffer _logs;
    private readonly ITaskManagerGateway _tasks;
    private readonly IJobPlanner _planner;
    private int _beats;

    /// <param name="welcome">What the job manager says of the cluster.</param>
    /// <param name="deployments">Who does what is asked.</param>
    /// <param name="logs">What was logged about jobs.</param>
    /// <param name="time">The clock.</param>
    public RegistrationSession(TaskManagerMessage.Welcome welcome, IDeployments deployments, JobLogBuffer logs, TimeProvider time)
    {
        (_deployments, _logs) = (deployments, logs);
        (_tasks, _planner) = deployments.Begin(welcome);
        Stream = new ControlStream<TaskManagerMessage, JobManagerMessage>(new ControlStreamOptions(welcome.BeatInterval, welcome.SilenceLimit), time, Beat);
    }

    public ControlStream<TaskManagerMessage, JobManagerMessage> Stream { get; }

    /// <summary>Takes what the job manager asks.</summary>
    public void Receive(TaskManagerMessage message)
    {
        switch (message)
        {
            case TaskManagerMessage.Beat: break;
            case TaskManagerMessage.Deploy m: _tasks.Deploy(m.Tasks); break;
            case TaskManagerMessage.Trigger m: _tasks.Trigger(m.Attempt, m.Barrier, m.Latest); break;
            case TaskManagerMessage.Abort m: _tasks.Abort(m.Attempt, m.Checkpoint); break;
            case TaskManagerMessage.Permit m: _tasks.Permit(m.Latest); break;
            case TaskManagerMessage.Heartbeat m: _tasks.Heartbeat(m.Attempt, m.Latest, m.Lowest); break;
            case TaskManagerMessage.End m: _tasks.End(m.Attempt); break;
            case TaskManagerMessage.Plan m: _planner.Plan(m.Request, answer => Stream.Send(new JobManagerMessage.Planned(m.Id, answer))); break;
            case TaskManagerMessage.Welcome: Stream.End("it said welcome twice in one call"); break;
        }
    }

    private IEnumerable<JobManagerMessage> Beat()
    {
        yield return new JobManagerMessage.Alive(_beats++ % BeatsPerStatus == 0 ? _deployments.Status : null);
        if (_logs.Take() is { Count: > 0 } entries) yield return new JobManagerMessage.Logged(entries);
    }
}
