using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>How a job ended, or stands.</summary>
/// <param name="State">The state.</param>
/// <param name="Checkpoints">How many checkpoints were completed.</param>
/// <param name="LatestCheckpoint">The newest completed checkpoint, or 0.</param>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="Failure">The last failure, or null.</param>
/// <param name="DroppedTimers">How many processing-time timers were pending at the end of input, and were dropped.</param>
public sealed record JobResult(JobState State, int Checkpoints, long LatestCheckpoint, int Restarts, JobFailure? Failure, int DroppedTimers = 0);
