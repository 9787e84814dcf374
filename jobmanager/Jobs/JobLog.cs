using Millrace.Core.Graph;

namespace Millrace.JobManager.Jobs;

/// <summary>What is logged about a job.</summary>
internal sealed partial class JobLog(ILogger log)
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "A message of {Attempt} is stale and was dropped")]
    public partial void Stale(ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: attempt {Attempt} is deployed from checkpoint {Checkpoint}")]
    public partial void Deployed(string job, int attempt, long checkpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: of attempt {Attempt}, {Kept} of {All} subtasks run on")]
    public partial void Adopted(string job, int attempt, int kept, int all);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: falling back to an older checkpoint. {Damage}")]
    public partial void Fallback(string job, string damage);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job}: checkpoint {Checkpoint} is complete")]
    public partial void Checkpoint(string job, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: attempt {Attempt} failed, and another one follows. {Failure}\n{Details}")]
    public partial void Failure(string job, int attempt, string failure, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: no attempt could be started, and another try follows. {Failure}\n{Details}")]
    public partial void FailureToBegin(string job, string failure, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the storage is unavailable. {Failure}")]
    public partial void Store(string job, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: checkpoint {Checkpoint} was aborted. {Reason}")]
    public partial void Aborted(string job, long checkpoint, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the newest version of its head is damaged. {Damage}")]
    public partial void DamagedHead(string job, string damage);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: {Count} files in {Folder} were not named by the engine; they are left alone")]
    public partial void Foreign(string job, int count, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the drain of attempt {Attempt} failed; the job continues from checkpoint {Checkpoint}")]
    public partial void DrainTakenBack(string job, int attempt, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: task manager {TaskManager} is lost: {How}")]
    public partial void Lost(string job, string taskManager, string how);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: {TaskManagers} did not report within {Limit} that the attempt's tasks have ended; the job continues without waiting")]
    public partial void NotEnded(string job, string taskManagers, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: there was no last checkpoint within {Limit}; the job ends without one")]
    public partial void StopLimit(string job, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits for {Slots}")]
    public partial void Waiting(string job, string slots);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: attempt {Attempt} ends, and the job continues at parallelism {Parallelism}")]
    public partial void Rescaling(string job, int attempt, int parallelism);
}
