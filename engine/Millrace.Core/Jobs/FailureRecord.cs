using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>A failure that was.</summary>
/// <param name="Failure">What failed.</param>
/// <param name="Time">When the job manager was told.</param>
/// <param name="Attempt">The number of the attempt; 0 where none could be begun.</param>
public sealed record FailureRecord(JobFailure Failure, DateTimeOffset Time, int Attempt);
