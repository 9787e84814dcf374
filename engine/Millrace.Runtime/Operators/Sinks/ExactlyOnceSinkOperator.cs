using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Chains;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Sinks;

/// <summary>The task's view of an exactly-once sink.</summary>
internal interface IEpochSink : IStreamOperator
{
    /// <summary>Returns the epochs that may be published with a permit for this checkpoint, ascending.</summary>
    IReadOnlyList<PendingEpoch> Permitted(long checkpoint);

    /// <summary>Publishes epochs; called at the edge. Returns false, and publishes nothing, if the operator was closed before.</summary>
    bool Publish(IReadOnlyList<PendingEpoch> epochs);

    /// <summary>Removes epochs that have been published.</summary>
    void Confirm(IReadOnlyList<PendingEpoch> epochs);

    /// <summary>The number of epochs waiting for a permit or for publication.</summary>
    int PendingCount { get; }
}

/// <summary>
/// Writes records in epochs, one per checkpoint. An epoch is part of its own and all later checkpoints until the publisher has confirmed it.
/// </summary>
internal sealed class ExactlyOnceSinkOperator<T>(JobOperator description, IExactlyOnceSink<T> sink, SinkContext context, OperatorStateBackend state)
    : Receiver<T>, IEpochSink
{
    public const string EpochsState = "_epochs";

    private readonly List<PendingEpoch> _pending = [];
    private IEpochWriter<T>? _writer;
    private IEpochPublisher? _publisher;
    private int _users = 1;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public int PendingCount => _pending.Count;

    public override bool Push(T value, long timestamp)
    {
        _writer!.Write(value, timestamp);
        return true;
    }

    public override bool Resume() => true;

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        state.Open(sink, restored);
        var owned = restored.Where(b => b.State == EpochsState).SelectMany(b => PendingEpochs.Read(b.Block))
            .Where(e => context.Owns(e.Writer)).OrderBy(e => e.Epoch).ThenBy(e => e.Writer).ToList();
        _publisher = sink.CreatePublisher(context);
        AsynchronousFunctions.RefuseMethods(_publisher, $"operator '{description.Name}'");
        _publisher.Recover(owned, context.RestoredEpoch);
        _writer = sink.CreateEpochWriter(context);
        AsynchronousFunctions.RefuseMethods(_writer, $"operator '{description.Name}'");
    }

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        if (_writer!.EndEpoch(barrier.Checkpoint) is { } payload) _pending.Add(new PendingEpoch(context.Subtask, barrier.Checkpoint, payload));
        if (barrier is { IsSavepoint: true, Stop: false }) _pending.ForEach(_writer.Keep);
        if (_pending.Count > 0) writer.Write(EpochsState, -1, PendingEpochs.Write(_pending));
        state.Snapshot(writer);
    }

    public IReadOnlyList<PendingEpoch> Permitted(long checkpoint) => [.. _pending.Where(e => e.Epoch <= checkpoint)];

    public bool Publish(IReadOnlyList<PendingEpoch> epochs)
    {
        if (!TryUse()) return false;
        try
        {
            foreach (var epoch in epochs) _publisher!.Publish(epoch);
            return true;
        }
        finally
        {
            EndUse();
        }
    }

    public void Confirm(IReadOnlyList<PendingEpoch> epochs) => _pending.RemoveAll(epochs.Contains);

    public void Close()
    {
        try
        {
            _writer?.Dispose();
        }
        finally
        {
            EndUse();
        }
    }

    private bool TryUse()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return true;
        }

        return false;
    }

    /// <summary>A publisher is not disposed of under a call that is still running, on another thread: the last to use it does that.</summary>
    private void EndUse()
    {
        if (Interlocked.Decrement(ref _users) == 0) _publisher?.Dispose();
    }
}
