namespace Millrace;

/// <summary>
/// A job: the program is the plan. <see cref="Define"/> runs twice for planning, where both plans are compared, and once more for every subtask
/// attempt, so it must create new functions and state each time.
/// </summary>
public interface IStreamJob
{
    /// <summary>The options of this job, in addition to those of every job program; shown by <c>--help</c>.</summary>
    IReadOnlyList<JobOption> Options => [];

    /// <summary>Defines the dataflow. Depends only on its arguments and does no I/O; connections belong in <c>Open</c>.</summary>
    void Define(StreamEnvironment env, JobArguments args);
}
