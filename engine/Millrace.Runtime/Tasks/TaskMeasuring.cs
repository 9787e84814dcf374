using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Operators;

namespace Millrace.Runtime.Tasks;

/// <summary>Measures a task: counts once per batch, and reads the clock only when it starts or stops waiting.</summary>
internal sealed class TaskMeasuring
{
    private readonly TimeProvider _time;
    private readonly (IStreamOperator Operator, StateGauge Gauge)[] _keyed;
    private readonly TaskOutputs _outputs;
    private long _aligning;
    private long _alignedSince;

    public TaskMeasuring(OperatorChain chain, TaskOutputs outputs, TimeProvider time)
    {
        (_time, _outputs) = (time, outputs);
        _keyed = [.. chain.Operators.Where(static o => o.StateSize is not null).Select(static o => (o, new StateGauge()))];
        Metrics = new TaskMetrics(
            time, chain.Source is not null, [.. chain.Partitions.Select(static p => p.Sent)], [.. chain.Descriptions.Select(d => Measure(chain, d))]);
    }

    public TaskMetrics Metrics { get; }

    public void Begin()
    {
        Metrics.Times.Enter(TaskActivity.Busy);
        if (Metrics.TakeStateWish()) LookAtState();
    }

    /// <summary>Called after a step; one that waits does so for room, or else for something to do.</summary>
    public StepResult End(StepResult result, bool isPaused)
    {
        if (result == StepResult.Waiting) Metrics.Times.Enter(isPaused || !_outputs.HasRoom ? TaskActivity.Backpressured : TaskActivity.Idle);
        return result;
    }

    /// <summary>Takes the total number of records that the source has read.</summary>
    public void OnRead(long records)
    {
        if (records > Metrics.Input.Records) Metrics.Input.Add(records - Metrics.Input.Records, 0);
    }

    /// <summary>Called when a barrier has arrived.</summary>
    /// <param name="checkpoint">The barrier's checkpoint.</param>
    /// <param name="isLast">Whether it was the last one of the alignment.</param>
    public void OnBarrier(long checkpoint, bool isLast)
    {
        if (_aligning != checkpoint) (_aligning, _alignedSince) = (checkpoint, _time.GetTimestamp());
        if (isLast) Metrics.Meter?.Took(CheckpointPhase.Alignment, _time.GetElapsedTime(_alignedSince));
    }

    /// <summary>The current timestamp, for <see cref="OnCopied"/>.</summary>
    public long Now => _time.GetTimestamp();

    public void OnCopied(long since) => Metrics.Meter?.Took(CheckpointPhase.Copying, _time.GetElapsedTime(since));

    private OperatorMetrics Measure(OperatorChain chain, JobOperator description) => new(description.Id.Value, description.Name)
    {
        State = Array.Find(_keyed, k => k.Operator.Id == description.Id).Gauge,
        LateRecords = chain.Operators.FirstOrDefault(o => o.Id == description.Id)?.LateRecords,
        FailedRecords = [.. chain.Errors.Where(e => e.Operator.Id == description.Id).Select(static e => e.Count)],
    };

    private void LookAtState()
    {
        foreach (var (op, gauge) in _keyed)
        {
            if (op.StateSize is var (entries, bytes)) gauge.Set(entries, bytes);
        }
    }
}
