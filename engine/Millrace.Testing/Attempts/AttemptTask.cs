using Millrace.Core.Graph;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;

namespace Millrace.Testing.Attempts;

/// <summary>A task and its host. It is stepped only after a wake, as in production, so that a lost wake shows as a stall.</summary>
/// <param name="vertex">The index of its vertex.</param>
/// <param name="subtask">Its own index.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptTask(int vertex, int subtask, TimeProvider time) : ITaskEnvironment
{
    private List<(OperatorId Operator, RestoredBlock Block)> _blocks = [];
    private bool _woken = true;

    public int Vertex => vertex;

    public int Subtask => subtask;

    public StreamTask Task { get; private set; } = null!;

    /// <summary>The operators that have a lifecycle.</summary>
    public IReadOnlyList<IStreamOperator> Operators { get; private set; } = [];

    /// <summary>When it requested to be woken; far in the future where it did not.</summary>
    public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>The newest snapshot whose last chunk has arrived, or null.</summary>
    public AttemptSnapshot? Snapshot { get; private set; }

    public bool Ended { get; private set; }

    public long ConfirmedUpTo { get; private set; }

    public void Begin(StreamTask task, OperatorChain chain) => (Task, Operators) = (task, chain.Operators);

    public void Wake() => _woken = true;

    /// <summary>Steps the task if it was woken; false if it was not.</summary>
    public bool Step()
    {
        if (Due <= time.GetUtcNow()) (_woken, Due) = (true, DateTimeOffset.MaxValue);
        if (!_woken) return false;
        _woken = false;
        if (Task.Step() == StepResult.Progress) Wake();
        return true;
    }

    public void Permit(long checkpoint)
    {
        Task.PostPermit(checkpoint);
        Wake();
    }

    public void Upload(SnapshotChunk chunk)
    {
        if (chunk.Number == 0) _blocks = [];
        foreach (var b in chunk.Blocks)
            _blocks.Add((new OperatorId(b.Operator), new RestoredBlock(b.State, b.KeyGroup, chunk.Content.Slice((int)b.Offset, b.Length).ToArray(), b.IsFull, subtask)));
        if (chunk.End is { } end) Snapshot = new AttemptSnapshot(chunk.Barrier, end.Finished, _blocks);
        Task.PostUploaded(chunk);
        Wake();
    }

    public void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs)
    {
        if (!sink.Publish(epochs)) return;
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
