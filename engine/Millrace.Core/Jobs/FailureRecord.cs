using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>A past failure.</summary>
/// <param name="Failure">What failed.</param>
/// <param name="Time">When it was reported to the job manager.</param>
/// <param name="Attempt">The number of the attempt; 0 if none could be started.</param>
public sealed record FailureRecord(JobFailure Failure, DateTimeOffset Time, int Attempt);
