using Millrace.Runtime.Operators;
using Millrace.Runtime.Tasks;

namespace Millrace.Tests.Testing.Harness;

/// <summary>A task and its host. It is stepped only when it was woken, as in production, so that a lost wake is seen as a standstill.</summary>
internal sealed class HarnessTask(TimeProvider time) : ITaskEnvironment
{
    private bool _woken = true;

    public required StreamTask Task { get; set; }

    /// <summary>When it asked to be woken; far away where it did not.</summary>
    public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

    public TaskSnapshot? Snapshot { get; private set; }

    public bool Ended { get; private set; }

    public long ConfirmedUpTo { get; private set; }

    public void Wake() => _woken = true;

    /// <summary>Steps the task where it was woken; false where it was not.</summary>
    public bool Step()
    {
        if (Due <= time.GetUtcNow()) (_woken, Due) = (true, DateTimeOffset.MaxValue);
        if (!_woken) return false;
        _woken = Task.Step() == StepResult.Progress;
        return true;
    }

    public void Permit(long checkpoint)
    {
        Task.PostPermit(checkpoint);
        Wake();
    }

    public void Acknowledge(TaskSnapshot snapshot) => Snapshot = snapshot;

    public void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs)
    {
        sink.Publish(epochs);
        Task.PostConfirmation(sink, epochs);
        Wake();
    }

    public void InputEnded() => Ended = true;

    public void Confirmed(long checkpoint) => ConfirmedUpTo = checkpoint;

    public void WakeAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromMilliseconds(uint.MaxValue - 1), nameof(delay));
        Due = time.GetUtcNow() + delay;
    }
}
