namespace Millrace.Core.Metrics;

/// <summary>Takes measurements of a task other than running totals. May be called from any thread.</summary>
public interface ITaskMeter
{
    void Took(CheckpointPhase phase, TimeSpan duration);

    /// <summary>Records the bytes that the task has written for a checkpoint.</summary>
    void Wrote(long bytes);

    /// <summary>Records how the task restored its state.</summary>
    /// <param name="bytes">The bytes that it read.</param>
    /// <param name="reading">How long it waited for them.</param>
    /// <param name="rebuilding">How long it took to put them into its state.</param>
    void Restored(long bytes, TimeSpan reading, TimeSpan rebuilding);
}
