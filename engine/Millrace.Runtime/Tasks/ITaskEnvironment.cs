using Millrace.Runtime.Operators;

namespace Millrace.Runtime.Tasks;

/// <summary>What a task asks of its host: effects leave as values, and results return as mail.</summary>
internal interface ITaskEnvironment
{
    /// <summary>The task's state at a barrier.</summary>
    void Acknowledge(TaskSnapshot snapshot);

    /// <summary>Shows epochs to the outside at the edge; the answer is <see cref="StreamTask.PostConfirmation"/>.</summary>
    void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs);

    /// <summary>All input has been worked off.</summary>
    void InputEnded();

    /// <summary>Everything up to this checkpoint has been published.</summary>
    void Confirmed(long checkpoint);

    /// <summary>Asks for a step after so long.</summary>
    void WakeAfter(TimeSpan delay);
}
