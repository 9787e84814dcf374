using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>What a task requires of its host: effects leave as values, and results return as mail.</summary>
internal interface ITaskEnvironment
{
    /// <summary>
    /// Writes a chunk of the task's state at a barrier; the answer is <see cref="StreamTask.PostUploaded"/>. When the last one and all before
    /// it have been written, the checkpoint is acknowledged.
    /// </summary>
    void Upload(SnapshotChunk chunk);

    /// <summary>Publishes epochs at the edge; the answer is <see cref="StreamTask.PostConfirmation"/>.</summary>
    void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs);

    /// <summary>Called when all input has been processed.</summary>
    void InputEnded();

    /// <summary>Called when everything up to this checkpoint has been published.</summary>
    void Confirmed(long checkpoint);

    /// <summary>Requests a step after a delay.</summary>
    void WakeAfter(TimeSpan delay);
}
