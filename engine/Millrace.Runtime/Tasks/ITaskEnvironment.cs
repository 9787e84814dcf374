using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>What a task asks of its host: effects leave as values, and results return as mail.</summary>
internal interface ITaskEnvironment
{
    /// <summary>
    /// Writes a piece of the task's state at a barrier; the answer is <see cref="StreamTask.PostUploaded"/>. When the last one and all before
    /// it are written, the checkpoint is acknowledged.
    /// </summary>
    void Upload(SnapshotChunk chunk);

    /// <summary>Shows epochs to the outside at the edge; the answer is <see cref="StreamTask.PostConfirmation"/>.</summary>
    void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs);

    /// <summary>All input has been worked off.</summary>
    void InputEnded();

    /// <summary>Everything up to this checkpoint has been published.</summary>
    void Confirmed(long checkpoint);

    /// <summary>Asks for a step after so long.</summary>
    void WakeAfter(TimeSpan delay);
}
