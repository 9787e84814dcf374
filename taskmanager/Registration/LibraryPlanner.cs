using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.TaskManager.Registration;

/// <summary>Plans the jobs of this process, on the host and not where the question came in.</summary>
/// <param name="library">The jobs.</param>
/// <param name="host">What runs user code.</param>
internal sealed class LibraryPlanner(JobLibrary library, IActivityHost host) : IJobPlanner
{
    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => host.Run(() => onAnswer(Answer(request.Job)));

    private PlanAnswer Answer(JobSubmission job)
    {
        try
        {
            var (code, serializers) = library.Load(job.Artifact);
            return new PlanAnswer(new PlannedJob(job, JobPlanner.Plan(code, job, serializers).Graph), null);
        }
        catch (Exception e)
        {
            return new PlanAnswer(null, new JobFailure(FailureDomain.User, "", e.Message, e.ToString(), CanRetry: false));
        }
    }
}
