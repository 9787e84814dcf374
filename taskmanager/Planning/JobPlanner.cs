using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Hosting.Artifacts;
using Millrace.TaskManager.Loading;

namespace Millrace.TaskManager.Planning;

/// <summary>
/// Plans jobs in this process, where their code is, each on a separate activity: a definition that never returns holds up no other, and keeps its
/// thread. The time limit is the caller's.
/// </summary>
/// <param name="library">The jobs' code.</param>
/// <param name="host">Runs user code.</param>
public sealed class JobPlanner(JobLibrary library, IActivityHost host) : IJobPlanner
{
    /// <summary>The time after which a planning thread counts as stuck; null where these are not counted.</summary>
    internal PlanningLimit? Limit { get; init; }

    /// <inheritdoc/>
    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer)
    {
        IActivity? planning = null;
        IDisposable? watch = null;
        planning = host.Start($"planning of {request.Job.Artifact}", () =>
        {
            var answer = Answer(request);
            watch?.Dispose();
            planning!.Stop(() => onAnswer(answer));
            return false;
        });
        watch = Limit?.Watch($"The planning of {(request.Job.JobName.Length > 0 ? request.Job.JobName : $"a job of artifact {request.Job.Artifact}")}", planning);
        planning.Wake();
    }

    /// <summary>Plans a job synchronously. Bad input and exceptions of user code are returned as answers.</summary>
    public PlanAnswer Answer(PlanRequest request)
    {
        var step = PlanningStep.Loading;
        var name = request.Job.JobType;
        using var hold = library.Hold(request.Job.Artifact, request.Job.JobId);
        try
        {
            var found = library.Load(request.Job.Artifact, request.Job.JobType);
            // A missing or damaged assembly is found here, and not when the first record reaches code that uses it.
            found.LoadReferences();
            var (create, serializers) = found;
            step = PlanningStep.Constructor;
            var code = create();
            name = code.GetType().Name;
            step = PlanningStep.Options;
            var job = Complete(request, code);
            step = PlanningStep.Definition;
            var plan = JobDefinition.PlanNew(code, create, job.Arguments, JobDefinition.ParallelismOf(job), job.MaxParallelism, serializers);
            step = PlanningStep.Places;
            if (request.LooksAtPlaces) JobDefinition.Validate(plan, request.IsNew ? null : job.JobId, null);
            return new PlanAnswer(new PlannedJob(job, plan.Graph), null);
        }
        catch (Exception e)
        {
            return new PlanAnswer(null, FailureOf(e, step, name));
        }
    }

    private static JobSubmission Complete(PlanRequest request, IStreamJob code)
    {
        var (job, type) = (request.Job, code.GetType());
        return job with
        {
            JobType = type.FullName!,
            JobName = job.JobName.Length > 0 ? job.JobName : type.Name,
            Arguments = request.CommandLine is { } line ? job.Arguments with { Values = OwnOptions.Read(code, line) } : job.Arguments,
        };
    }

    private static JobFailure FailureOf(Exception e, PlanningStep step, string name) => e switch
    {
        InvalidJobException or InvalidArtifactException or UnusableAssemblyException => Refused(e.Message),
        _ when Missing(e) is { } missing => Refused(missing.Message),
        IOException or UnauthorizedAccessException when step == PlanningStep.Loading =>
            new JobFailure(FailureDomain.External, "", $"The artifact cannot be read: {e.Message}", e.ToString()),
        _ => Failed(Subject(step, name), ExceptionText.Of(e)),
    };

    private static JobFailure Failed(string what, ExceptionText text) => new(FailureDomain.User, "", $"{what} failed: {text.Message}", text.Details, CanRetry: false);

    private static JobFailure Refused(string message) => new(FailureDomain.User, "", message, "", CanRetry: false);

    /// <summary>Finds the exception of a load context, which the runtime wraps.</summary>
    private static MissingAssemblyException? Missing(Exception? e)
    {
        while (e is not (null or MissingAssemblyException)) e = e.InnerException;
        return (MissingAssemblyException?)e;
    }

    private static string Subject(PlanningStep step, string name) => step switch
    {
        PlanningStep.Loading => "Loading the artifact",
        PlanningStep.Constructor => name.Length > 0 ? $"The constructor of '{name}'" : "The constructor of the job",
        PlanningStep.Options => $"Reading the options of '{name}'",
        PlanningStep.Definition => $"The definition of '{name}'",
        _ => $"Checking the sources and sinks of '{name}'",
    };

    private enum PlanningStep
    {
        Loading,
        Constructor,
        Options,
        Definition,
        Places,
    }
}
