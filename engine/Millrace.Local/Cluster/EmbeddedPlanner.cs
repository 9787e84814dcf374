using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.TaskManager;

namespace Millrace.Local.Cluster;

/// <summary>Plans jobs of this process.</summary>
internal sealed class EmbeddedPlanner(JobLibrary library, IActivityHost host) : IJobPlanner
{
    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => host.Run(() =>
    {
        try
        {
            var (code, serializers) = library.Load(request.Job.Artifact);
            onAnswer(new PlanAnswer(new PlannedJob(request.Job, JobPlanner.Plan(code, request.Job, serializers).Graph), null));
        }
        catch (Exception e)
        {
            onAnswer(new PlanAnswer(null, new JobFailure(FailureDomain.User, "", e.Message, e.ToString(), CanRetry: false)));
        }
    });
}
