using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;

namespace Millrace.Runtime.Tests.Tasks;

public sealed class EpochPublishingTests
{
    private readonly Sink _sink = new();
    private readonly Environment _environment = new();
    private readonly EpochPublishing _publishing;

    public EpochPublishingTests() => _publishing = new EpochPublishing([_sink], _environment);

    [Fact]
    public void A_repeated_permit_publishes_nothing_again()
    {
        _sink.End(1, 2);
        for (var i = 0; i < 3; i++) _publishing.Permit(2);
        Assert.Equal([[1L, 2L]], _environment.Published);
        _environment.Confirm(_publishing, _sink);
        _publishing.Permit(2);
        Assert.Equal([[1L, 2L]], _environment.Published);
        Assert.Equal([2L], _environment.Confirmations);
    }

    [Fact]
    public void What_a_newer_permit_adds_waits_for_the_call_at_hand()
    {
        _sink.End(1);
        _publishing.Permit(1);
        _sink.End(2, 3);
        _publishing.Permit(2);
        _publishing.Permit(3);
        Assert.Equal([[1L]], _environment.Published);
        Assert.Empty(_environment.Confirmations);
        _environment.Confirm(_publishing, _sink);
        Assert.Equal([[1L], [2L, 3L]], _environment.Published);
        _environment.Confirm(_publishing, _sink);
        Assert.Equal([3L], _environment.Confirmations);
    }

    [Fact]
    public void A_permit_that_came_late_changes_nothing()
    {
        _publishing.Permit(5);
        _sink.End(4);
        _publishing.Permit(4);
        Assert.Empty(_environment.Published);
        Assert.Equal([5L], _environment.Confirmations);
    }

    private sealed class Sink : IEpochSink
    {
        private readonly List<PendingEpoch> _pending = [];

        public OperatorId Id => new("sink");

        public string Name => "sink";

        public int PendingCount => _pending.Count;

        public void End(params long[] epochs) => _pending.AddRange(epochs.Select(e => new PendingEpoch(0, e, [])));

        public IReadOnlyList<PendingEpoch> Permitted(long checkpoint) => [.. _pending.Where(e => e.Epoch <= checkpoint)];

        public bool Publish(IReadOnlyList<PendingEpoch> epochs) => true;

        public void Confirm(IReadOnlyList<PendingEpoch> epochs) => _pending.RemoveAll(epochs.Contains);

        public void Open(IReadOnlyList<RestoredBlock> restored) { }

        public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer) { }

        public void Close() { }
    }

    private sealed class Environment : ITaskEnvironment
    {
        private IReadOnlyList<PendingEpoch> _last = [];

        public List<long[]> Published { get; } = [];

        public List<long> Confirmations { get; } = [];

        public void Confirm(EpochPublishing publishing, IEpochSink sink) => publishing.Confirm(sink, _last);

        public void Publish(IEpochSink sink, IReadOnlyList<PendingEpoch> epochs)
        {
            _last = epochs;
            Published.Add([.. epochs.Select(e => e.Epoch)]);
        }

        public void Confirmed(long checkpoint) => Confirmations.Add(checkpoint);

        public void Upload(SnapshotChunk chunk) { }

        public void InputEnded() { }

        public void WakeAfter(TimeSpan delay) { }
    }
}
