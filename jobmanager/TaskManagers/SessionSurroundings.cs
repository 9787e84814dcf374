using Millrace.Core.Control;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.TaskManagers;

/// <summary>What is around the session of a task manager in the job manager.</summary>
/// <param name="Options">The session options.</param>
/// <param name="JobManager">The gateway for messages from jobs' tasks.</param>
/// <param name="Logs">The store of jobs' log entries.</param>
/// <param name="Time">The clock.</param>
internal sealed record SessionSurroundings(TaskManagerSessionOptions Options, IJobManagerGateway JobManager, JobLogStore Logs, TimeProvider Time);
