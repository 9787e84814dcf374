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
/// What a task manager is made of, whatever carries its messages and its data: the tasks, the planning of jobs, and what keeps it registered
/// at a job manager. A process puts servers around it, and the simulation links in memory.
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
    /// <param name="open">Opens the cluster's storage, with the jobs whose code it has.</param>
    /// <param name="exchange">The exchange of data with other task managers.</param>
    /// <param name="host">What runs tasks, mail and effects.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">What was logged about jobs, until it is sent.</param>
    /// <param name="memory">How much memory the process has, in bytes.</param>
    /// <param name="loggers">Makes logs.</param>
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

    /// <summary>The way to the job manager.</summary>
    public JobManagerLink Link { get; } = new();

    /// <summary>The code of jobs; null before the first session.</summary>
    public JobLibrary? Library => _deployments.Library;

    /// <summary>What keeps it registered; not started itself.</summary>
    /// <param name="self">What it says of itself.</param>
    /// <param name="version">Of the program.</param>
    /// <param name="transport">Connects to the job manager.</param>
    /// <param name="random">Where jitter comes from.</param>
    public JobManagerRegistration Register(TaskManagerRegistration self, string version, IControlTransport transport, Random random) => new(
        transport, new JobManagerMessage.Join(self, version), Link, _deployments, _logs, _host, _time, random, _loggers.CreateLogger<JobManagerRegistration>());
}
