using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>The job has ended; this is its last state.</summary>
internal sealed class Ended(JobContext job, JobState end) : State(job)
{
    private const string First = "The job ended first.";

    public override JobState Shown => end;

    public override Decision Enter()
    {
        if (end is JobState.Finished or JobState.Stopped && Job.Stops.Current is not null)
        {
            var last = Job.Known!.Head.Latest!;
            Job.Savepoint = Job.Describe(last.Manifest);
            Job.Commands.Join(Job.CommandsOf(last.Checkpoint), last.Manifest);
        }

        return Decision.Stay(
        [
            new JobEffect.ReleaseSlots(),
            .. (Job.Savepoint is { } path ? Job.Stops.Complete(path) : Job.Stops.Fail(First)),
            .. Job.Savepoints.Fail(First),
            .. Job.Rescales.Fail(First),
            new JobEffect.Show(),
            new JobEffect.Stop(),
        ]);
    }

    public override Decision Cancel() => Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;
}
