using Millrace.JobManager.Dispatching;
using Millrace.Simulation.Tests.World.Processes;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>Sends commands to the job manager, as its services do for their callers, and checks that each is answered in time.</summary>
internal sealed class CommandLine(SimulatedWorld world)
{
    // For mail that waits behind other mail.
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(5);

    private readonly List<PendingCommand> _pending = [];

    /// <summary>The first command that was not answered in time; null where none was.</summary>
    public string? Breach { get; private set; }

    /// <summary>The job manager that commands go to now; null where there is none.</summary>
    public JobManagerNode? JobManager => world.JobManager is { IsReady: true, Process: { Alive: true, IsPaused: false } } manager ? manager : null;

    /// <summary>Sends a command, and calls back with its answer, or with null if the job manager dies first.</summary>
    /// <returns>False where there is no job manager to send it to.</returns>
    public bool TryAsk<T>(string what, TimeSpan limit, Action<Dispatcher, Action<Answer<T>>, TimeSpan> ask, Action<Answer<T>?> onEnd)
    {
        if (JobManager is not { } manager) return false;
        var command = new PendingCommand(what, manager, world.Scheduler.Time.Now, (limit + s_slack).Ticks) { OnLost = () => onEnd(null) };
        _pending.Add(command);
        world.Events.Add("client", $"asks {manager.Process.Name}", what);
        new Work(world.Scheduler, manager.Process, () =>
        {
            ask(manager.Dispatcher, answer => Take(command, answer, onEnd), limit);
            return false;
        }).Wake();
        return true;
    }

    /// <summary>Follows a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="limit">Within what time there must be something to read.</param>
    /// <param name="time">For how long it is read at most.</param>
    public void Follow(string job, TimeSpan limit, TimeSpan time)
    {
        if (JobManager is not { } manager) return;
        TryAsk<JobStatus>("follow", limit, (dispatcher, answer, _) => new FollowedJob(world, manager, time).Begin(dispatcher.Watch(job), answer), static _ => { });
    }

    /// <summary>Checks for commands whose answer is overdue, and for those that are lost.</summary>
    public void Look()
    {
        foreach (var command in _pending.Where(static c => c.IsAnswered || c.IsLost).ToList())
        {
            _pending.Remove(command);
            if (!command.IsAnswered) command.OnLost();
        }

        _pending.ForEach(LookWhetherLate);
    }

    private void LookWhetherLate(PendingCommand command)
    {
        if (command.IsLate(world.Scheduler.Time.Now)) Breach ??= $"{command.To.Process.Name} has not answered '{command.What}' within {TimeSpan.FromTicks(command.Limit).TotalSeconds:0.#} s.";
    }

    private void Take<T>(PendingCommand command, Answer<T> answer, Action<Answer<T>?> onEnd)
    {
        if (command.IsAnswered)
        {
            Breach ??= $"'{command.What}' is answered twice.";
            return;
        }

        LookWhetherLate(command);
        command.IsAnswered = true;
        world.Events.Add("client", $"is answered '{command.What}'", answer.Refusal is { } refusal ? $"{refusal.Kind}: {refusal.Message}" : "done");
        world.Seen.Note(answer.Refusal is { Kind: var kind } ? $"refusal {kind}" : $"command {command.What}");
        onEnd(answer);
    }
}
