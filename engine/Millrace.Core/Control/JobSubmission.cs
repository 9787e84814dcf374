namespace Millrace.Core.Control;

/// <summary>A job as it is submitted.</summary>
/// <param name="JobId">The id; names the job's folder.</param>
/// <param name="JobName">The name for people.</param>
/// <param name="Artifact">What names the job's code to a task manager.</param>
/// <param name="Arguments">The job's arguments.</param>
/// <param name="Parallelism">Of operators that have none of their own.</param>
/// <param name="MaxParallelism">How many key groups there are.</param>
public sealed record JobSubmission(
    string JobId, string JobName, string Artifact, JobArguments Arguments, int Parallelism, int MaxParallelism);
