using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;
using Millrace.TaskManager.Composition;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager;

/// <summary>
/// Composes a task manager, independent of the transport of messages and data: the tasks, the planning of jobs, and the registration at
/// a job manager. A process puts servers around it, and the simulation in-memory links.
/// </summary>
internal sealed class TaskManagerCore
{
    private readonly IActivityHost _host;
    private readonly TimeProvider _time;
    private readonly JobLogBuffer _logs;
    private readonly ILoggerFactory _loggers;
    private readonly Deployments _deployments;

    /// <param name="id">The task manager's name.</param>
    /// <param name="options">How it runs tasks.</param>
    /// <param name="open">Opens the cluster's storage, with the library of its jobs.</param>
    /// <param name="exchange">The exchange of data with other task managers.</param>
    /// <param name="host">Runs tasks, mail and effects.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Buffers log entries about jobs until they are sent.</param>
    /// <param name="memory">Returns the memory that the process uses, in bytes.</param>
    /// <param name="loggers">Creates loggers.</param>
    public TaskManagerCore(
        string id,
        TaskExecutorOptions options,
        Func<TaskManagerMessage.Welcome, (IBlobStore Blobs, JobLibrary Library)> open,
        DataExchange exchange,
        IActivityHost host,
        TimeProvider time,
        JobLogBuffer logs,
        Func<long> memory,
        ILoggerFactory loggers)
    {
        (_host, _time, _logs, _loggers) = (host, time, logs, loggers);
        _deployments = new Deployments(id, options, open, exchange, host, time, Link, memory, loggers.CreateLogger<TaskExecutor>());
    }

    /// <summary>The gateway to the job manager.</summary>
    public JobManagerLink Link { get; } = new();

    /// <summary>The code of jobs; null before the first session.</summary>
    public JobLibrary? Library => _deployments.Library;

    /// <summary>Creates the registration, without starting it.</summary>
    /// <param name="self">The task manager's description.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="transport">Connects to the job manager.</param>
    /// <param name="random">The source of jitter.</param>
    public JobManagerRegistration Register(TaskManagerRegistration self, string version, IControlTransport transport, Random random) => new(
        transport, new JobManagerMessage.Join(self, version), Link, _deployments, _logs, _host, _time, random, _loggers.CreateLogger<JobManagerRegistration>());
}
