namespace Millrace.JobManager.Jobs;

/// <summary>The savepoints that users have asked for, of a job that goes on: one answers every request made before it was complete.</summary>
internal sealed class Savepoints
{
    private readonly List<Action<SavepointResult>> _asked = [];

    /// <summary>Whether anyone waits for one.</summary>
    public bool AreAsked => _asked.Count > 0;

    /// <summary>Takes a request.</summary>
    public void Add(Action<SavepointResult> onEnd) => _asked.Add(onEnd);

    /// <summary>A savepoint is complete.</summary>
    public IReadOnlyList<JobEffect> Complete(string path) => Answer(new SavepointResult(path, null));

    /// <summary>A savepoint has failed, or the job takes none.</summary>
    public IReadOnlyList<JobEffect> Fail(string reason) => Answer(new SavepointResult(null, reason));

    private IReadOnlyList<JobEffect> Answer(SavepointResult result)
    {
        var answers = _asked.ConvertAll(onEnd => new JobEffect.Answer(() => onEnd(result)));
        _asked.Clear();
        return answers;
    }
}
