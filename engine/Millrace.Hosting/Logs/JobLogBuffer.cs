namespace Millrace.Hosting.Logs;

/// <summary>Log entries waiting to be sent; the oldest are dropped to make room, and nothing blocks.</summary>
/// <param name="limit">The maximum number of waiting entries, 1 or more.</param>
/// <param name="atOnce">The maximum number of entries taken at once, 1 or more.</param>
public sealed class JobLogBuffer(int limit = 1000, int atOnce = 250)
{
    private readonly Lock _gate = new();
    private readonly Queue<JobLogEntry> _waiting = new();

    /// <summary>Adds an entry.</summary>
    public void Add(JobLogEntry entry)
    {
        lock (_gate)
        {
            _waiting.Enqueue(entry);
            if (_waiting.Count > limit) _waiting.Dequeue();
        }
    }

    /// <summary>Takes the oldest entries.</summary>
    public IReadOnlyList<JobLogEntry> Take()
    {
        lock (_gate)
        {
            var taken = new List<JobLogEntry>();
            while (taken.Count < atOnce && _waiting.TryDequeue(out var entry)) taken.Add(entry);
            return taken;
        }
    }
}
