using System.Diagnostics.CodeAnalysis;

namespace Millrace.Core.Metrics;

/// <summary>
/// A task's counters, whether or not anything collects them: plain numbers, written once per batch by the task's thread, read by any thread. It
/// holds no reference to the task, so it may outlive it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="isSource">Whether the task is a source.</param>
/// <param name="outputs">The task's outputs, by edge.</param>
/// <param name="operators">The metrics of its operators, for those that have any besides records.</param>
public sealed class TaskMetrics(TimeProvider time, bool isSource, IReadOnlyList<FlowCounter> outputs, IReadOnlyList<OperatorMetrics> operators)
{
    private long _watermark = long.MinValue;
    private int _stateWanted;
    private Action? _wake;

    public bool IsSource => isSource;

    /// <summary>The task's input; for a source, what it read, without bytes and batches.</summary>
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

    /// <summary>Receives the phases and sizes of checkpoints; null if they are not measured.</summary>
    public ITaskMeter? Meter { get; set; }

    /// <summary>Reads how far the watermark is behind the clock; returns false if there is none, or the input has ended.</summary>
    public bool TryGetLag([NotNullWhen(true)] out TimeSpan? lag)
    {
        var watermark = Watermark;
        lag = watermark is long.MinValue or Timestamps.MaxWatermark ? null : TimeSpan.FromMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() - watermark);
        return lag is not null;
    }

    /// <summary>Requests that the task measure the size of its state, for the next reading.</summary>
    public void WantState()
    {
        if (Interlocked.Exchange(ref _stateWanted, 1) == 0) Volatile.Read(ref _wake)?.Invoke();
    }

    /// <summary>Whether the size of the state was requested; true once per request. For the task's thread.</summary>
    public bool TakeStateWish() => Volatile.Read(ref _stateWanted) != 0 && Interlocked.Exchange(ref _stateWanted, 0) != 0;

    /// <summary>Sets how the task is woken.</summary>
    public void WakeBy(Action wake) => Volatile.Write(ref _wake, wake);

    /// <summary>Marks the task as ended: it is no longer woken, and its counters remain. Called on its thread.</summary>
    public void Ended()
    {
        Volatile.Write(ref _wake, null);
        Times.Enter(TaskActivity.Idle);
    }
}
