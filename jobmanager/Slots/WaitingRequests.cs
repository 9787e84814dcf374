namespace Millrace.JobManager.Slots;

/// <summary>
/// Requests for slots that could not be served yet, in their order. They lie by the least that they need, so that the first one that fits is
/// found without a look at those that do not.
/// </summary>
internal sealed class WaitingRequests
{
    private readonly Dictionary<string, (long Turn, SlotRequest Request)> _jobs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, SortedDictionary<long, string>> _byLeast = [];
    private long _turns;

    /// <summary>The jobs that wait, in no order.</summary>
    public IReadOnlyCollection<string> Jobs => _jobs.Keys;

    /// <summary>How many requests were looked at so far, to find those that fit.</summary>
    public long Examined { get; private set; }

    public SlotRequest? Of(string job) => _jobs.TryGetValue(job, out var waiting) ? waiting.Request : null;

    /// <summary>A job waits for this; one that waited for something else before keeps its turn.</summary>
    public void Add(string job, SlotRequest request)
    {
        var turn = _jobs.TryGetValue(job, out var before) ? before.Turn : _turns++;
        Remove(job);
        _jobs.Add(job, (turn, request));
        if (!_byLeast.TryGetValue(request.Least, out var same)) _byLeast.Add(request.Least, same = []);
        same.Add(turn, job);
    }

    public void Remove(string job)
    {
        if (!_jobs.Remove(job, out var waiting)) return;
        var same = _byLeast[waiting.Request.Least];
        same.Remove(waiting.Turn);
        if (same.Count == 0) _byLeast.Remove(waiting.Request.Least);
    }

    /// <summary>Whether so many slots are enough for a job that waits.</summary>
    public bool Fits(string job, int slots)
    {
        if (Of(job) is not { } request) return false;
        Examined++;
        return request.Least <= slots;
    }

    /// <summary>The job whose turn is first of those for which so many slots are enough; null where there is none.</summary>
    public string? FirstThatFits(int slots)
    {
        (long Turn, string Job)? first = null;
        foreach (var (least, same) in _byLeast)
        {
            if (least > slots) break;
            Examined++;
            var (turn, job) = same.First();
            if (first is null || turn < first.Value.Turn) first = (turn, job);
        }

        return first?.Job;
    }
}
