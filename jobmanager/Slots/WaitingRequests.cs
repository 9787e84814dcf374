namespace Millrace.JobManager.Slots;

/// <summary>
/// Slot requests that could not be served yet, in order. They are indexed by the least number they need, so that the first one that fits is
/// found without examining those that do not.
/// </summary>
internal sealed class WaitingRequests
{
    private readonly Dictionary<string, (long Turn, SlotRequest Request)> _jobs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, SortedDictionary<long, string>> _byLeast = [];
    private long _turns;

    /// <summary>The waiting jobs, in no particular order.</summary>
    public IReadOnlyCollection<string> Jobs => _jobs.Keys;

    /// <summary>The number of requests examined so far to find those that fit.</summary>
    public long Examined { get; private set; }

    public SlotRequest? Of(string job) => _jobs.TryGetValue(job, out var waiting) ? waiting.Request : null;

    /// <summary>Adds a job's request; if the job already waited with another request, it keeps its turn.</summary>
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

    /// <summary>Returns whether the given number of slots is enough for a waiting job.</summary>
    public bool Fits(string job, int slots)
    {
        if (Of(job) is not { } request) return false;
        Examined++;
        return request.Least <= slots;
    }

    /// <summary>Returns the first job in turn for which the given number of slots is enough; null where there is none.</summary>
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
