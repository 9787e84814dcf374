namespace Millrace;

/// <summary>
/// A sink whose records become visible exactly once, regardless of failures. Its output is divided into epochs, one per checkpoint; an epoch is part
/// of the checkpoint until the publisher has confirmed it.
/// </summary>
public interface IExactlyOnceSink<in T> : ISink<T>
{
    /// <summary>Whether the sink can retract published output, so that a job may fall back past a checkpoint that had a permit.</summary>
    bool CanRetract { get; }

    /// <summary>Creates the writer of one subtask; it runs on the task's thread.</summary>
    IEpochWriter<T> CreateEpochWriter(SinkContext context);

    /// <summary>Creates the publisher of one subtask; it runs off the task's thread and may do I/O.</summary>
    IEpochPublisher CreatePublisher(SinkContext context);

    ISinkWriter<T> ISink<T>.CreateWriter(SinkContext context) => CreateEpochWriter(context);
}

/// <summary>Writes epochs that are not yet visible.</summary>
public interface IEpochWriter<in T> : ISinkWriter<T>
{
    /// <summary>
    /// Ends the epoch at the barrier of checkpoint <paramref name="epoch"/>; everything written must be durable when it returns. Returns what the
    /// publisher needs, or null if nothing was written.
    /// </summary>
    byte[]? EndEpoch(long epoch);

    /// <summary>
    /// Called at the barrier of a savepoint of the running job, for each epoch that the savepoint contains. The job may recover from an earlier
    /// checkpoint afterwards, so that <see cref="IEpochPublisher.Recover"/> removes what the epoch's payload refers to; the epoch must be
    /// publishable nevertheless, because the savepoint may be restored later. Does nothing by default, which is right where the payload contains
    /// all that the publisher needs. Only <see cref="IEpochPublisher.Recover"/> may publish what was kept and removed: an attempt that was replaced may
    /// still be publishing its own epochs, which the next one has retracted.
    /// </summary>
    void Keep(PendingEpoch epoch) { }
}

/// <summary>Publishes epochs, only with the permit of a completed checkpoint.</summary>
public interface IEpochPublisher : IDisposable
{
    /// <summary>
    /// Called once, before the writer's first record. Publishes <paramref name="pending"/> (the epochs in the restored checkpoint of all writers
    /// that this subtask owns, ascending), then retracts everything after <paramref name="restored"/>.
    /// </summary>
    /// <param name="pending">The epochs to publish; any of them may have been published before.</param>
    /// <param name="restored">The restored checkpoint, or 0 on the first start.</param>
    void Recover(IReadOnlyList<PendingEpoch> pending, long restored);

    /// <summary>Publishes an epoch. Must be idempotent.</summary>
    void Publish(PendingEpoch epoch);
}
