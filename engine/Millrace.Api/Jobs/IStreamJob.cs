namespace Millrace;

/// <summary>A job: the program is the plan. <see cref="Define"/> runs once to plan and once more for every subtask attempt.</summary>
public interface IStreamJob
{
    /// <summary>The options that this job understands beside those of every job program; shown by <c>--help</c>.</summary>
    IReadOnlyList<JobOption> Options => [];

    /// <summary>Describes the dataflow. Depends on its arguments alone and does no I/O; connections belong in <c>Open</c>.</summary>
    void Define(StreamEnvironment env, JobArguments args);
}
