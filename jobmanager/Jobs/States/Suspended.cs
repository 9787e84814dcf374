using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Another process runs the job now, and its head is that one's: nothing more is done here, and nothing said of how it ends. It is the last state of the job
/// in this process.
/// </summary>
internal sealed class Suspended(JobContext job, JobState shown) : State(job)
{
    private const string Elsewhere = "Another process runs the job now.";

    public override JobState Shown => shown;

    // Its slots are not returned: no other job may get them here.
    public override Decision Enter() => Decision.Stay(
        [new JobEffect.Suspend(), .. Job.Stops.Fail(Elsewhere), .. Job.Savepoints.Fail(Elsewhere), .. Job.Rescales.Fail(Elsewhere), new JobEffect.Stop()]);

    public override Decision Cancel() => Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;
}
