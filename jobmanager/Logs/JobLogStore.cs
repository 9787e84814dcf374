using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Millrace.Hosting.Logs;

namespace Millrace.JobManager.Logs;

/// <summary>Keeps the latest log entries of each job, from this process and the task managers, and lets readers follow them.</summary>
/// <param name="kept">The number of entries kept for a job, 1 or more.</param>
/// <param name="jobs">The number of jobs with entries, 1 or more: those that logged most recently.</param>
internal sealed class JobLogStore(int kept = 1000, int jobs = 200)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobLog> _logs = new(StringComparer.Ordinal);
    private long _written;

    /// <summary>Adds an entry, which displaces the oldest one.</summary>
    public void Add(JobLogEntry entry)
    {
        lock (_gate)
        {
            if (!_logs.TryGetValue(entry.JobId, out var log)) _logs.Add(entry.JobId, log = new JobLog());
            log.Written = ++_written;
            log.Entries.Enqueue(entry);
            if (log.Entries.Count > kept) log.Entries.Dequeue();
            foreach (var reader in log.Readers) reader.TryWrite(entry);
            if (_logs.Count > jobs) Forget();
        }
    }

    /// <summary>Returns the latest entries of a job, oldest first.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="tail">The maximum number; 0 for all that are kept.</param>
    public IReadOnlyList<JobLogEntry> Read(string jobId, int tail = 0)
    {
        lock (_gate) return Latest(jobId, tail);
    }

    /// <summary>Returns the latest entries of a job, and new ones until <paramref name="stop"/>. A slow reader misses the oldest.</summary>
    public async IAsyncEnumerable<JobLogEntry> Follow(string jobId, int tail, [EnumeratorCancellation] CancellationToken stop)
    {
        var news = Channel.CreateBounded<JobLogEntry>(new BoundedChannelOptions(kept) { FullMode = BoundedChannelFullMode.DropOldest });
        IReadOnlyList<JobLogEntry> latest;
        lock (_gate)
        {
            latest = Latest(jobId, tail);
            if (!_logs.TryGetValue(jobId, out var log)) _logs.Add(jobId, log = new JobLog { Written = ++_written });
            log.Readers.Add(news.Writer);
        }

        try
        {
            foreach (var entry in latest) yield return entry;
            await foreach (var entry in news.Reader.ReadAllAsync(stop)) yield return entry;
        }
        finally
        {
            lock (_gate)
            {
                if (_logs.TryGetValue(jobId, out var log)) log.Readers.Remove(news.Writer);
            }
        }
    }

    /// <summary>Drops a job's entries; readers that follow it continue.</summary>
    public void Forget(string jobId)
    {
        lock (_gate)
        {
            if (!_logs.TryGetValue(jobId, out var log)) return;
            if (log.Readers.Count == 0) _logs.Remove(jobId);
            else log.Entries.Clear();
        }
    }

    private IReadOnlyList<JobLogEntry> Latest(string jobId, int tail)
    {
        if (!_logs.TryGetValue(jobId, out var log)) return [];
        return [.. tail > 0 ? log.Entries.Skip(log.Entries.Count - tail) : log.Entries];
    }

    private void Forget()
    {
        var quiet = _logs.Where(static l => l.Value.Readers.Count == 0).OrderBy(static l => l.Value.Written).Select(static l => l.Key).FirstOrDefault();
        if (quiet is not null) _logs.Remove(quiet);
    }

    private sealed class JobLog
    {
        public Queue<JobLogEntry> Entries { get; } = new();

        public List<ChannelWriter<JobLogEntry>> Readers { get; } = [];

        public long Written { get; set; }
    }
}
