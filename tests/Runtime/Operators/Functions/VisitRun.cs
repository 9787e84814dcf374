using Millrace.Core.Checkpoints;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Tasks;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>A task with a number of keys, whose broadcast records visit them, behind an output that has room for two batches.</summary>
internal sealed class VisitRun
{
    private readonly VirtualTime _time = new();
    private readonly StreamAttempt _attempt;
    private readonly AttemptTask _task;

    public VisitRun(Func<KeyedBroadcastProcessFunction<int, int, int, int>> function, int keys)
    {
        _attempt = new StreamAttempt(
            env => new TakenSink<int>(new Taken()).Take(
                new PlayedSource<int>(0).From(env).KeyBy(static n => n).Connect(new PlayedSource<int>(1).From(env).Broadcast()).Process(function())),
            new AttemptSettings(1, 1, 12, 0, []) { BatchSize = 256, Credits = 2 },
            new VirtualClock(_time, DateTimeOffset.UnixEpoch),
            new SerializerCache());
        _task = Assert.Single(_attempt.Tasks);
        for (var key = 0; key < keys; key++) ((PlayedInput<int>)_attempt.Inputs[0]).Push(key, 0);
        _attempt.Flush();
        TakeAll();
    }

    public bool HasSnapshot => _task.Snapshot is not null;

    public FailureSite Site => _task.Task.Site;

    public void Broadcast(int record)
    {
        ((PlayedInput<int>)_attempt.Inputs[1]).Push(record, record);
        _attempt.Flush();
    }

    /// <summary>Sends a barrier behind what was broadcast.</summary>
    public void Trigger(long checkpoint) => _attempt.Trigger(new CheckpointBarrier(checkpoint));

    /// <summary>Steps the task until it waits, and takes nothing.</summary>
    public IReadOnlyList<StepResult> RunWhileNothingIsTaken()
    {
        var steps = new List<StepResult> { _task.Task.Step() };
        while (steps[^1] == StepResult.Progress) steps.Add(_task.Task.Step());
        return steps;
    }

    /// <summary>Steps the task until it waits, and takes all that comes.</summary>
    public IReadOnlyList<StepResult> RunWhileAllIsTaken()
    {
        var steps = new List<StepResult>();
        do
        {
            steps.Add(_task.Task.Step());
            while (_attempt.Outputs[0].TakeOne()) { }
        }
        while (steps[^1] == StepResult.Progress);
        return steps;
    }

    /// <summary>Goes on until there is nothing more to do or to take.</summary>
    public void TakeAll()
    {
        do RunWhileNothingIsTaken();
        while (_attempt.Outputs[0].TakeOne());
    }

    private sealed class Taken : IOutputTaker<int>
    {
        public void Take(int value, long timestamp) { }

        public void Advance(long watermark) { }
    }
}
