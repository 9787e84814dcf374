namespace Millrace;

/// <summary>A job: the program is the plan. <see cref="Define"/> runs twice to plan, which is compared, and
/// once more for every subtask attempt, so it makes functions and their state anew each time.</summary>
public interface IStreamJob
{
    /// <summary>The options that this job understands beside those of every job program; shown by <c>--help</c>.</summary>
    IReadOnlyList<JobOption> Options => [];

    /// <summary>Describes the dataflow. Depends on its arguments alone and does no I/O; connections belong in <c>Open</c>.</summary>
    void Define(StreamEnvironment env, JobArguments args);
}
