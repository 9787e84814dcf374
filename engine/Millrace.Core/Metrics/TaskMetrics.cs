using System.Diagnostics.CodeAnalysis;

namespace Millrace.Core.Metrics;

/// <summary>
/// What a task counts, whether somebody listens or not: plain numbers, written once a batch by the task's thread, read by any. It holds
/// nothing of the task, so that it may outlive it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="isSource">Whether the task reads from outside.</param>
/// <param name="outputs">What the task puts out, by edge.</param>
/// <param name="operators">What is counted of its operators, where that is more than their records.</param>
public sealed class TaskMetrics(TimeProvider time, bool isSource, IReadOnlyList<FlowCounter> outputs, IReadOnlyList<OperatorMetrics> operators)
{
    private long _watermark = long.MinValue;
    private int _stateWanted;
    private Action? _wake;

    public bool IsSource => isSource;

    /// <summary>What came in: at a source what it read, its bytes and batches unknown.</summary>
    public FlowCounter Input { get; } = new();

    public IReadOnlyList<FlowCounter> Outputs => outputs;

    public ActivityTimes Times { get; } = new(time);

    public IReadOnlyList<OperatorMetrics> Operators => operators;

    /// <summary>The task's watermark in milliseconds.</summary>
    public long Watermark
    {
        get => Volatile.Read(ref _watermark);
        set => Volatile.Write(ref _watermark, value);
    }

    /// <summary>Told of phases and sizes of checkpoints; null where nobody measures.</summary>
    public ITaskMeter? Meter { get; set; }

    /// <summary>How far the watermark is behind the clock; false where there is none, or the input has ended.</summary>
    public bool TryGetLag([NotNullWhen(true)] out TimeSpan? lag)
    {
        var watermark = Watermark;
        lag = watermark is long.MinValue or Timestamps.MaxWatermark ? null : TimeSpan.FromMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() - watermark);
        return lag is not null;
    }

    /// <summary>Asks the task to look at the size of its state, which the next reading then has.</summary>
    public void WantState()
    {
        if (Interlocked.Exchange(ref _stateWanted, 1) == 0) Volatile.Read(ref _wake)?.Invoke();
    }

    /// <summary>Whether somebody wants the size of the state; once for each wish. For the task's thread.</summary>
    public bool TakeStateWish() => Volatile.Read(ref _stateWanted) != 0 && Interlocked.Exchange(ref _stateWanted, 0) != 0;

    /// <summary>Says how the task is woken.</summary>
    public void WakeBy(Action wake) => Volatile.Write(ref _wake, wake);

    /// <summary>The task has ended: it is woken no more, and what it counted stays. On its thread.</summary>
    public void Ended()
    {
        Volatile.Write(ref _wake, null);
        Times.Enter(TaskActivity.Idle);
    }
}
