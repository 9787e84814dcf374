using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.JobManager.Tests;

/// <summary>Plans the fixture's job as the definition would: a source and a sink, each at the job's parallelism or the one set for it.</summary>
internal sealed class PlayedPlanner : IJobPlanner
{
    private readonly List<(PlanRequest Request, Action<PlanAnswer> OnAnswer)> _held = [];

    /// <summary>The failure of the next plans; null where they succeed.</summary>
    public JobFailure? Failure { get; set; }

    /// <summary>Whether plans wait until <see cref="Release"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>The requests.</summary>
    public List<PlanRequest> Requests { get; } = [];

    public RestartPolicy Restart { get; set; } = RestartPolicy.Default;

    public bool CanRetract { get; set; } = true;

    public bool HasUids { get; set; } = true;

    /// <summary>Whether there is no source, and the operators do not exchange records, so that every subtask is a region of its own.</summary>
    public bool IsDivided { get; set; }

    public static JobGraph Graph(JobSubmission job, RestartPolicy restart, bool canRetract, bool hasUids = true, bool isDivided = false) => new(
        job.MaxParallelism,
        [
            new JobVertex(0, Parallelism(job, "source"), [new JobOperator(new OperatorId("source"), "source", "source", isDivided ? OperatorRole.Stateful : OperatorRole.Source, hasUids, false, [])]),
            new JobVertex(1, Parallelism(job, "sink"), [new JobOperator(new OperatorId("sink"), "sink", "sink", OperatorRole.ExactlyOnceSink, hasUids, canRetract, [])]),
        ],
        isDivided ? [] : [new JobEdge(0, 0, 1, "key")])
    { Restart = restart };

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer)
    {
        Requests.Add(request);
        if (Holds) _held.Add((request, onAnswer));
        else Answer(request, onAnswer);
    }

    public void Release()
    {
        Holds = false;
        foreach (var (request, onAnswer) in _held) Answer(request, onAnswer);
        _held.Clear();
    }

    private void Answer(PlanRequest request, Action<PlanAnswer> onAnswer) => onAnswer(
        Failure is null ? new PlanAnswer(new PlannedJob(Complete(request), Graph(request.Job, Restart, CanRetract, HasUids, IsDivided)), null) : new PlanAnswer(null, Failure));

    /// <summary>What a definition adds: the name of its class, and values from the command line.</summary>
    private static JobSubmission Complete(PlanRequest request) => request.Job with
    {
        JobName = request.Job.JobName.Length > 0 ? request.Job.JobName : "Words",
        Arguments = request.CommandLine is { } line
            ? request.Job.Arguments with { Values = new Dictionary<string, string> { ["line"] = string.Join(' ', line) } }
            : request.Job.Arguments,
    };

    private static int Parallelism(JobSubmission job, string op) =>
        Math.Min(job.OperatorParallelism.GetValueOrDefault(op, job.Parallelism), job.SlotLimit ?? int.MaxValue);
}
