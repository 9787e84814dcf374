using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>Plans jobs where user code may run: on a task manager, under a time limit.</summary>
public interface IJobPlanner
{
    /// <summary>Plans a job. Does not wait.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Told of the answer once, on any thread.</param>
    void Plan(PlanRequest request, Action<PlanAnswer> onAnswer);
}

/// <summary>Asks for the graph of a job.</summary>
/// <param name="Job">
/// The job. Of a new one the id may be empty, the type the simple name of a class, and the name empty for that of the class.
/// </param>
/// <param name="CommandLine">The job's own command line, from which the values of its arguments are read; null where they are there already.</param>
/// <param name="IsNew">Whether the job has no output yet that would be its own.</param>
/// <param name="LooksAtPlaces">Whether its sources and sinks look whether what they read and write is usable.</param>
public sealed record PlanRequest(JobSubmission Job, IReadOnlyList<string>? CommandLine = null, bool IsNew = false, bool LooksAtPlaces = true);

/// <summary>A job's graph, or why there is none.</summary>
/// <param name="Planned">The job with its type, name and argument values filled in, and its graph; null where it cannot be planned.</param>
/// <param name="Failure">Why it cannot: bad input or a definition that threw, or no task manager that answers; null where it can.</param>
public sealed record PlanAnswer(PlannedJob? Planned, JobFailure? Failure);

/// <summary>A job that was planned.</summary>
/// <param name="Job">The job, complete but for its id where that was empty.</param>
/// <param name="Graph">Its graph.</param>
public sealed record PlannedJob(JobSubmission Job, JobGraph Graph);
