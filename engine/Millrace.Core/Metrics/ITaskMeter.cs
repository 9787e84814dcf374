namespace Millrace.Core.Metrics;

/// <summary>Takes measurements of a task other than running totals. May be called from any thread.</summary>
public interface ITaskMeter
{
    void Took(CheckpointPhase phase, TimeSpan duration);

    /// <summary>Records the bytes that the task has written for a checkpoint.</summary>
    void Wrote(long bytes);
}
