namespace Millrace.Core.Jobs;

/// <summary>What is known of job states.</summary>
public static class JobStates
{
    /// <summary>Returns whether a state is the last one of a job.</summary>
    public static bool IsEnd(JobState state) => state is JobState.Finished or JobState.Stopped or JobState.Cancelled or JobState.Failed;
}
