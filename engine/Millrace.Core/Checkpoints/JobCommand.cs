namespace Millrace.Core.Checkpoints;

/// <summary>The kinds of commands that take a checkpoint or savepoint.</summary>
public enum CommandKind
{
    Stop,
    Drain,
    Savepoint,
    Rescale,
}

/// <summary>
/// A command of a user that takes a checkpoint or savepoint. The head names it before its barrier is sent, and after it has been carried out, for who repeats
/// it. The next leader takes back what is not complete by then.
/// </summary>
/// <param name="Id">The id that the client has given it; empty where it has given none.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Checkpoint">The checkpoint or savepoint; 0 once the job was submitted again.</param>
public sealed record JobCommand(string Id, CommandKind Kind, long Checkpoint)
{
    /// <summary>The largest number of commands that are remembered after they have been carried out.</summary>
    public const int MaxRemembered = 20;

    /// <summary>
    /// Whether it has been carried out. The head says so of a stop or drain when its savepoint is complete, so that the next leader ends the job with it; it has
    /// been when the job has ended with it, and not before, because a cancel may overtake it, or the savepoint may turn out to be damaged.
    /// </summary>
    public bool IsDone { get; init; }

    /// <summary>The name of the manifest of what it took; empty before, and for a rescale.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>How long a rescale has interrupted the job; zero before the job ran again, and for others.</summary>
    public TimeSpan Interruption { get; init; }

    /// <summary>Whether the job ends with it.</summary>
    public bool IsStop => Kind is CommandKind.Stop or CommandKind.Drain;

    /// <summary>Returns the command of an id that was carried out; null where there is none, or no id.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="id">The id, or empty.</param>
    /// <param name="kinds">The kinds that count.</param>
    public static JobCommand? FindDone(IReadOnlyList<JobCommand> commands, string id, params ReadOnlySpan<CommandKind> kinds)
    {
        if (id.Length == 0) return null;
        foreach (var command in commands)
        {
            if (command.IsDone && command.Id == id && kinds.Contains(command.Kind)) return command;
        }

        return null;
    }
}
