using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Testing;
using Millrace.Testing.Attempts;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>Nobody takes the output, so that records wait everywhere: barriers overtake them, and what they overtake is restored and worked off first.</summary>
public sealed class OvertakingTests
{
    private const int Records = 300;
    private const int Keys = 7;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly SerializerCache _serializers = new();
    private readonly Taken _taken = new();
    private int _attempts;

    [Theory]
    [InlineData("key", false, 2)]
    [InlineData("key", true, 2)]
    [InlineData("key", true, 3)]
    [InlineData("key", false, 1)]
    [InlineData("custom", false, 3)]
    [InlineData("custom", true, 1)]
    [InlineData("rebalance", false, 3)]
    [InlineData("rebalance", true, 1)]
    [InlineData("flat", true, 3)]
    [InlineData("flat", false, 2)]
    public void A_checkpoint_is_complete_while_records_wait_and_a_restore_has_each_of_them_once(string kind, bool remote, int parallelism)
    {
        var attempt = Fill(kind, remote);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt);
        Assert.Empty(_taken.Values);
        var blocks = attempt.Blocks(1);
        Assert.Contains(blocks, static b => InFlightState.Is(b.Block.State));
        Finish(attempt, blocks, kind, remote, parallelism);
    }

    [Fact]
    public void It_goes_on_with_an_aligned_one_and_another_one_that_is_not()
    {
        var attempt = Fill("key", remote: true);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt);
        Cut(attempt);
        attempt = Start("key", true, 3, 1, attempt.Blocks(1));
        Run(attempt, take: 20);
        // The restored records are worked off before the first barrier.
        attempt.Trigger(new CheckpointBarrier(2, Base: 1, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt, take: 20);
        Assert.Throws<HarnessException>(() => attempt.Blocks(2));
        Run(attempt, take: int.MaxValue);
        Finish(attempt, attempt.Blocks(2), "key", true, 2);
    }

    [Fact]
    public void A_savepoint_is_aligned()
    {
        var attempt = Fill("key", remote: false);
        attempt.Trigger(new CheckpointBarrier(1, IsSavepoint: true, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt);
        Assert.Throws<HarnessException>(() => attempt.Blocks(1));
        Cut(attempt);
        Assert.DoesNotContain(attempt.Blocks(1), static b => InFlightState.Is(b.Block.State));
    }

    [Fact]
    public void More_than_the_limit_is_not_overtaken()
    {
        var attempt = Fill("key", remote: false);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: 50));
        Run(attempt);
        Assert.Throws<HarnessException>(() => attempt.Blocks(1));
        Cut(attempt);
        Finish(attempt, attempt.Blocks(1), "key", false, 3);
    }

    [Fact]
    public void Nothing_is_overtaken_before_the_time_is_over()
    {
        var attempt = Fill("key", remote: true);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.FromSeconds(1), InFlightLimit: int.MaxValue));
        Run(attempt);
        Assert.Throws<HarnessException>(() => attempt.Blocks(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Run(attempt);
        Finish(attempt, attempt.Blocks(1), "key", true, 3);
    }

    [Fact]
    public void An_aborted_one_overtakes_nothing()
    {
        var attempt = Fill("key", remote: true);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.FromSeconds(1), InFlightLimit: int.MaxValue));
        Run(attempt);
        foreach (var task in attempt.Tasks)
        {
            task.Task.PostAbort(1);
            task.Wake();
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Run(attempt);
        Assert.Throws<HarnessException>(() => attempt.Blocks(1));
        attempt.Trigger(new CheckpointBarrier(2, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt);
        Finish(attempt, attempt.Blocks(2), "key", true, 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broadcast_input_is_aligned_and_until_then_nothing_is_overtaken(bool remote)
    {
        var attempt = Fill("broadcast", remote, played: 2);
        attempt.Trigger(new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.Zero, InFlightLimit: int.MaxValue));
        Run(attempt);
        Assert.Throws<HarnessException>(() => attempt.Blocks(1));
        while (attempt.Outputs[0].TakeOne() && !Acknowledged(attempt, 1)) Run(attempt);
        var before = _taken.Values.Count;
        Assert.InRange(before, 1, Records - 1);
        var blocks = attempt.Blocks(1);
        Assert.Contains(blocks, static b => InFlightState.Is(b.Block.State));
        Assert.DoesNotContain(blocks, static b => InFlightState.Is(b.Block.State) && InFlightState.Parse(b.Block.State).Input == 1);
        Finish(attempt, blocks, "broadcast", remote, 3);
    }

    private static bool Acknowledged(StreamAttempt attempt, long checkpoint) => attempt.Tasks.All(t => t.Snapshot?.Barrier.Checkpoint == checkpoint);

    private StreamAttempt Fill(string kind, bool remote, int played = 1)
    {
        var attempt = Start(kind, remote, 2, 0, []);
        for (var i = 0L; i < Records; i++) ((PlayedInput<long>)attempt.Inputs[0]).Push(i, i);
        if (played > 1) ((PlayedInput<long>)attempt.Inputs[1]).Push(1000, 0);
        attempt.Flush();
        Run(attempt);
        return attempt;
    }

    private StreamAttempt Start(string kind, bool remote, int parallelism, long checkpoint, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> blocks) =>
        new(env => Define(env, kind), new AttemptSettings(++_attempts, parallelism, 12, checkpoint, blocks) { BatchSize = 5, Credits = 2, Remote = remote, Unaligned = true }, _time, _serializers);

    private void Define(StreamEnvironment env, string kind)
    {
        var numbers = new PlayedSource<long>(0).From(env).Map(static n => n).Parallelism(kind == "rebalance" ? 2 : 1);
        var result = kind switch
        {
            "custom" => numbers.PartitionBy(static (n, subtasks) => (int)(n % Keys) % subtasks).Process(new Checked()),
            "rebalance" => numbers.Rebalance().Map(static n => n),
            "flat" => numbers.FlatMap(static n => n % 10 == 0 ? Enumerable.Range(0, 10).Select(i => n + i) : []).Parallelism(1).KeyBy(static n => n % Keys).Process(new InOrder()),
            "broadcast" => numbers.KeyBy(static n => n % Keys).Connect(new PlayedSource<long>(1).From(env).Broadcast()).Process(new WithRules()),
            _ => numbers.KeyBy(static n => n % Keys).Process(new InOrder()),
        };
        new TakenSink<long>(_taken).Take(result);
    }

    private void Finish(StreamAttempt attempt, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> blocks, string kind, bool remote, int parallelism)
    {
        Cut(attempt);
        var restored = Start(kind, remote, parallelism, blocks.Count > 0 ? attempt.Tasks[0].Snapshot!.Barrier.Checkpoint : 0, blocks);
        restored.Send(EndOfInputElement.Instance);
        Run(restored, take: int.MaxValue);
        Assert.All(restored.Tasks, static t => Assert.True(t.Ended));
        Assert.Equal(Enumerable.Range(0, Records).Select(static n => (long)n), _taken.Values.Order());
        restored.Close();
    }

    private static void Cut(StreamAttempt attempt)
    {
        Run(attempt, take: int.MaxValue);
        Assert.All(attempt.Outputs, static o => Assert.True(o.IsCut));
        attempt.Close();
    }

    private static void Run(StreamAttempt attempt, int take = 0)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in attempt.Tasks) ran |= task.Step();
            for (var left = Math.Min(take, 1); left > 0 && attempt.Outputs.Any(static o => o.TakeOne()); left--, take--) ran = true;
        }
    }

    private sealed class Taken : IOutputTaker<long>
    {
        public List<long> Values { get; } = [];

        public void Take(long value, long timestamp) => Values.Add(value);

        public void Advance(long watermark) { }
    }

    /// <summary>Fails if the records of a key are not in order.</summary>
    private sealed class InOrder : KeyedProcessFunction<long, long, long>
    {
        private readonly ValueState<long> _last = new("last");

        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output)
        {
            if (value < _last.Value) throw new InvalidOperationException($"{value} came after {_last.Value}.");
            _last.Update(value);
            output.Collect(value);
        }
    }

    private sealed class Checked : ProcessFunction<long, long>
    {
        private FunctionContext _context = null!;

        public override void Open(FunctionContext context) => _context = context;

        public override void Process(long value, ProcessContext context, ICollector<long> output)
        {
            if ((int)(value % Keys) % _context.Parallelism != _context.Subtask) throw new InvalidOperationException($"{value} came to {_context.Subtask}.");
            output.Collect(value);
        }
    }

    private sealed class WithRules : KeyedBroadcastProcessFunction<long, long, long, long>
    {
        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output) => output.Collect(value);

        public override void ProcessBroadcast(long value, KeyedBroadcastContext<long, long> context, ICollector<long> output) { }
    }
}
