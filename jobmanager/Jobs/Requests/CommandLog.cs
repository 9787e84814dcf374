using System.Collections.Immutable;
using Millrace.Core.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// The commands that take a checkpoint: those for which the head must name the next one before its barrier is sent, and the latest that were carried out.
/// </summary>
/// <param name="left">What an earlier job manager has left in the head; what was not carried out by then is taken back.</param>
internal sealed class CommandLog(IEnumerable<JobCommand> left)
{
    /// <summary>Those that were carried out, the oldest first; only those that have ids, because the others cannot be repeated.</summary>
    public ImmutableList<JobCommand> Done { get; private set; } = [.. Remembered(left)];

    /// <summary>Those that the next checkpoint, or the one in flight, carries out.</summary>
    public ImmutableList<JobCommand> Begun { get; private set; } = [];

    /// <summary>Those that the head is to name.</summary>
    public IReadOnlyList<JobCommand> All => [.. Done, .. Begun];

    /// <summary>Returns the command of an id if it was carried out; null where it was not, or there is no id.</summary>
    public JobCommand? FindDone(string id, params ReadOnlySpan<CommandKind> kinds) => JobCommand.FindDone(Done, id, kinds);

    /// <summary>The next checkpoint carries out these commands, and no others.</summary>
    /// <returns>Whether the head names all of them with it.</returns>
    public bool Begin(IReadOnlyList<JobCommand> commands, JobHead head)
    {
        Begun = [.. commands];
        // What is carried out again, because the job ran on, has not been.
        if (commands.Count > 0) Done = Done.RemoveAll(d => commands.Any(c => c.Id == d.Id && c.Kind == d.Kind));
        return Begun.All(head.Commands.Contains);
    }

    /// <summary>Commands were carried out.</summary>
    public void Complete(IEnumerable<JobCommand> commands)
    {
        Done = [.. Remembered(Done.Concat(commands.Select(static c => c with { IsDone = true })))];
        Begun = [];
    }

    /// <summary>The head was changed: it says what was carried out.</summary>
    public void Take(JobHead head)
    {
        Done = [.. Remembered(head.Commands)];
        Begun = [];
    }

    /// <summary>The job has ended with a checkpoint: whoever has asked for a stop since that was named is answered with it.</summary>
    public void Join(IReadOnlyList<JobCommand> stops, string manifest) =>
        Complete(stops.Where(s => FindDone(s.Id, CommandKind.Stop, CommandKind.Drain) is null).Select(s => s with { Manifest = manifest }));

    /// <summary>The job ends otherwise than with the stops that it was to carry out.</summary>
    public void TakeBack(IReadOnlyList<string> stops) => Done = Done.RemoveAll(d => d.IsStop && stops.Contains(d.Id));

    /// <summary>Nothing was carried out.</summary>
    public void GiveUp() => Begun = [];

    /// <summary>The job runs again after a rescale.</summary>
    public void Arrive(string id, TimeSpan interruption) =>
        Done = [.. Done.Select(d => d.Kind == CommandKind.Rescale && d.Id == id ? d with { Interruption = interruption } : d)];

    private static IEnumerable<JobCommand> Remembered(IEnumerable<JobCommand> commands) =>
        commands.Where(static c => c.IsDone && c.Id.Length > 0).TakeLast(JobCommand.MaxRemembered);
}
