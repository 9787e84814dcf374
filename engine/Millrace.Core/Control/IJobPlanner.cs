using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>Plans jobs where user code may run: on a task manager, with a time limit.</summary>
public interface IJobPlanner
{
    /// <summary>Plans a job. Does not wait.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Called once with the answer, on any thread.</param>
    void Plan(PlanRequest request, Action<PlanAnswer> onAnswer);
}

/// <summary>Requests the graph of a job.</summary>
/// <param name="Job">
/// The job. For a new job, the id may be empty, the type may be the simple name of a class, and an empty name stands for the name of the class.
/// </param>
/// <param name="CommandLine">The job's own command line, from which the values of its arguments are read; null if they are already set.</param>
/// <param name="IsNew">Whether the job cannot have any output of its own yet.</param>
/// <param name="LooksAtPlaces">Whether its sources and sinks check that what they read and write is usable.</param>
public sealed record PlanRequest(JobSubmission Job, IReadOnlyList<string>? CommandLine = null, bool IsNew = false, bool LooksAtPlaces = true);

/// <summary>A job's graph, or the reason why there is none.</summary>
/// <param name="Planned">The job with its type, name and argument values filled in, and its graph; null if it cannot be planned.</param>
/// <param name="Failure">Why it cannot be planned: invalid input, a definition that threw, or no task manager that answered; null if it can.</param>
public sealed record PlanAnswer(PlannedJob? Planned, JobFailure? Failure);

/// <summary>A planned job.</summary>
/// <param name="Job">The job, complete except for its id if that was empty.</param>
/// <param name="Graph">Its graph.</param>
public sealed record PlannedJob(JobSubmission Job, JobGraph Graph);
