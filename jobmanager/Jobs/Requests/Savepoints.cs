namespace Millrace.JobManager.Jobs;

/// <summary>
/// The savepoints that users have asked for, of a job that goes on: one answers every request made before it was complete, except commands that the head
/// does not name with it, which the next leader would not find.
/// </summary>
internal sealed class Savepoints
{
    private readonly List<(string Command, Action<SavepointResult> OnEnd)> _asked = [];

    /// <summary>Whether anyone waits for one.</summary>
    public bool AreAsked => _asked.Count > 0;

    /// <summary>The ids of the commands, each once; an empty one where a client has given none.</summary>
    public IReadOnlyList<string> Ids => [.. _asked.Select(static a => a.Command).Distinct()];

    /// <summary>Takes a request.</summary>
    public void Add(string command, Action<SavepointResult> onEnd) => _asked.Add((command, onEnd));

    /// <summary>A savepoint is complete.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="named">The ids of the commands that the head names with it.</param>
    public IReadOnlyList<JobEffect> Complete(string path, IReadOnlyList<string> named) => Answer(new SavepointResult(path, null), command => command.Length == 0 || named.Contains(command));

    /// <summary>A savepoint has failed, or the job takes none.</summary>
    public IReadOnlyList<JobEffect> Fail(string reason) => Answer(new SavepointResult(null, reason), static _ => true);

    private IReadOnlyList<JobEffect> Answer(SavepointResult result, Predicate<string> isAnswered)
    {
        var answered = _asked.FindAll(a => isAnswered(a.Command));
        _asked.RemoveAll(a => isAnswered(a.Command));
        return answered.ConvertAll(a => new JobEffect.Answer(() => a.OnEnd(result)));
    }
}
