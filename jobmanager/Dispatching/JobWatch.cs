using System.Threading.Channels;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// The changes of a job, for one reader. The dispatcher only writes into a bounded queue: no caller's code runs on its mailbox. A slow
/// reader misses the oldest changes, and never the last one. The queue is completed when the job has ended, and after a refusal.
/// </summary>
internal sealed class JobWatch(Action<JobWatch> unwatch) : IDisposable
{
    private const int Longest = 16;

    private readonly Channel<Answer<JobStatus>> _changes =
        Channel.CreateBounded<Answer<JobStatus>>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>The job's status at once, and again after each change.</summary>
    public ChannelReader<Answer<JobStatus>> Changes => _changes.Reader;

    /// <summary>Stops watching.</summary>
    public void Dispose() => unwatch(this);

    internal void Tell(Answer<JobStatus> change)
    {
        _changes.Writer.TryWrite(change);
        if (change.Value?.HasEnded != false) _changes.Writer.TryComplete();
    }
}
