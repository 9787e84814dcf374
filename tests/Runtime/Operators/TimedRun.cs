using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators;

/// <summary>
/// Attempts of a job that reads a <see cref="TimedSource"/>, in virtual time: tasks run only after a wake, by records or by their own timers. The last task
/// reads its channels through the valve, and passes on the result.
/// </summary>
internal sealed class TimedRun
{
    private readonly VirtualTime _time = new();

    /// <summary>What the last task put out, in all attempts.</summary>
    public RunOutput<int> Output { get; } = new(new SerializerCache().For<int>());

    /// <param name="parallelism">The number of subtasks, but of the last task.</param>
    /// <param name="define">What is before the last task.</param>
    /// <param name="source">What it reads.</param>
    /// <param name="restored">The state that it begins with.</param>
    public StreamAttempt Start(
        int parallelism, Func<StreamEnvironment, TimedSource, DataStream<int>> define, TimedSource source, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)>? restored = null) => new(
        env => new TakenSink<int>(Output).Take(define(env, source).Rebalance().Map(n => n).Parallelism(1)),
        new AttemptSettings(1, parallelism, 12, 0, restored ?? []) { BatchSize = 1 },
        new VirtualClock(_time, DateTimeOffset.UnixEpoch),
        new SerializerCache());

    /// <summary>Takes a checkpoint, and starts another attempt from it.</summary>
    public StreamAttempt Restore(StreamAttempt former, int parallelism, Func<StreamEnvironment, TimedSource, DataStream<int>> define, TimedSource source)
    {
        former.Trigger(new CheckpointBarrier(1, false));
        Settle(former);
        var restored = Start(parallelism, define, source, former.Blocks(1));
        Settle(restored);
        return restored;
    }

    public void RunTo(StreamAttempt attempt, long milliseconds)
    {
        Settle(attempt);
        while (_time.Now < milliseconds * TimeSpan.TicksPerMillisecond)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Settle(attempt);
        }
    }

    private static void Settle(StreamAttempt attempt)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in attempt.Tasks) ran |= task.Step();
            while (attempt.Outputs[0].TakeOne()) ran = true;
        }
    }
}
