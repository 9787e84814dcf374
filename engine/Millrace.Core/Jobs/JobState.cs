namespace Millrace.Core.Jobs;

/// <summary>How a job stands.</summary>
public enum JobState
{
    Created,
    Running,
    Restarting,
    Stopping,
    Finished,
    Stopped,
    Failed,
}
