namespace Millrace.Core.Metrics;

/// <summary>Takes what is no running total of a task. May be called from any thread.</summary>
public interface ITaskMeter
{
    void Took(CheckpointPhase phase, TimeSpan duration);

    /// <summary>The task has written so many bytes for a checkpoint.</summary>
    void Wrote(long bytes);
}
