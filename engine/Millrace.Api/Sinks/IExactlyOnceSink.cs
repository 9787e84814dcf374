namespace Millrace;

/// <summary>
/// A sink whose records become visible once, whatever happens on the way. Its output is cut into epochs, one a checkpoint; an
/// epoch is part of the checkpoint until the publisher has confirmed it.
/// </summary>
public interface IExactlyOnceSink<in T> : ISink<T>
{
    /// <summary>Whether the sink can take back what it showed, so that a job may fall back past a permitted checkpoint.</summary>
    bool CanRetract { get; }

    /// <summary>Makes the writer of one subtask; it lives on the task's thread.</summary>
    IEpochWriter<T> CreateEpochWriter(SinkContext context);

    /// <summary>Makes the publisher of one subtask; it lives at the edge and may do I/O.</summary>
    IEpochPublisher CreatePublisher(SinkContext context);

    ISinkWriter<T> ISink<T>.CreateWriter(SinkContext context) => CreateEpochWriter(context);
}

/// <summary>Writes epochs that nobody sees yet.</summary>
public interface IEpochWriter<in T> : ISinkWriter<T>
{
    /// <summary>
    /// Ends the epoch at the barrier of checkpoint <paramref name="epoch"/>; what was taken must be durable when it returns.
    /// Returns what the publisher needs, or null where nothing was written.
    /// </summary>
    byte[]? EndEpoch(long epoch);
}

/// <summary>Shows epochs to the outside, with the permit of a completed checkpoint only.</summary>
public interface IEpochPublisher : IDisposable
{
    /// <summary>
    /// Called once, before the writer's first record: publishes <paramref name="pending"/> (the epochs that the restored checkpoint
    /// holds, of all writers that this subtask owns, ascending), then takes back what lies after <paramref name="restored"/>.
    /// </summary>
    /// <param name="pending">The epochs to publish; each may have been published before.</param>
    /// <param name="restored">The restored checkpoint, or 0 at a first start.</param>
    void Recover(IReadOnlyList<PendingEpoch> pending, long restored);

    /// <summary>Publishes an epoch; to do it twice is the same as once.</summary>
    void Publish(PendingEpoch epoch);
}
