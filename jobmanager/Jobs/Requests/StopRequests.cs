namespace Millrace.JobManager.Jobs;

/// <summary>The stop that users have asked for, and whom to answer.</summary>
internal sealed class StopRequests
{
    private readonly List<Action<SavepointResult>> _onEnd = [];
    private readonly List<string> _ids = [];

    /// <summary>How the job is to be stopped; null if it is not.</summary>
    public StopRequest? Current { get; private set; }

    /// <summary>The ids of the commands, each once; an empty one if no client has given any.</summary>
    public IReadOnlyList<string> Ids => _ids.Count > 0 ? _ids : [""];

    /// <summary>Whether the job is to end in any case, so that no attempt follows a failure.</summary>
    public bool IsLimited => Current is { Limit: not null };

    /// <summary>Takes a request; one with a limit replaces one without, and keeps how that stops the job.</summary>
    public void Add(StopRequest request)
    {
        if (request.OnEnd is { } onEnd) _onEnd.Add(onEnd);
        _ids.AddRange(request.Commands.Where(id => id.Length > 0 && !_ids.Contains(id)));
        if (request.Limit is not null) Current = request with { IsSavepoint = Current?.IsSavepoint ?? request.IsSavepoint, Drain = Current?.Drain ?? request.Drain };
        else Current ??= request;
    }

    /// <summary>The job is stopped.</summary>
    /// <param name="path">The path of its last checkpoint.</param>
    public IReadOnlyList<JobEffect> Complete(string path) => Answer(new SavepointResult(path, null));

    /// <summary>
    /// The stop has failed: one that a caller waits for is over, and so is a drain, after which the job starts again from its last checkpoint; another is
    /// tried again.
    /// </summary>
    /// <returns>The answers.</returns>
    public IReadOnlyList<JobEffect> Fail(string reason)
    {
        if (Current is { OnEnd: not null } or { Drain: true })
        {
            Current = null;
            _ids.Clear();
        }

        return Answer(new SavepointResult(null, reason));
    }

    private IReadOnlyList<JobEffect> Answer(SavepointResult result)
    {
        var answers = _onEnd.ConvertAll(onEnd => new JobEffect.Answer(() => onEnd(result)));
        _onEnd.Clear();
        return answers;
    }
}
