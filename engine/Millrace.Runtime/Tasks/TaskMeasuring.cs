using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Operators;

namespace Millrace.Runtime.Tasks;

/// <summary>Measures a task: counts once per batch, and reads the clock only when it starts or stops waiting.</summary>
internal sealed class TaskMeasuring
{
    private readonly (IStreamOperator Operator, StateGauge Gauge)[] _keyed;
    private readonly TaskOutputs _outputs;

    public TaskMeasuring(OperatorChain chain, TaskOutputs outputs, TimeProvider time)
    {
        _outputs = outputs;
        _keyed = [.. chain.Operators.Where(static o => o.StateSize is not null).Select(static o => (o, new StateGauge()))];
        Metrics = new TaskMetrics(
            time, chain.Source is not null, [.. chain.Partitions.Select(static p => p.Sent)], [.. chain.Descriptions.Select(d => Measure(chain, d))]);
        Checkpoints = new CheckpointMeasuring(time, Metrics);
    }

    public TaskMetrics Metrics { get; }

    public CheckpointMeasuring Checkpoints { get; }

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
