using Millrace.Core.Control;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;
using Millrace.TaskManager.Composition;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager;

/// <summary>
/// Composes a task manager, independent of the transport of messages and data: the tasks, the planning of jobs, and the registration at
/// a job manager. A process puts servers around it, and the simulation in-memory links.
/// </summary>
internal sealed class TaskManagerCore
{
    private readonly TaskManagerContext _context;
    private readonly JobLogBuffer _logs;
    private readonly ILoggerFactory _loggers;
    private readonly Deployments _deployments;

    /// <param name="context">What its parts share.</param>
    /// <param name="logs">Buffers log entries about jobs until they are sent.</param>
    /// <param name="loggers">Creates loggers.</param>
    public TaskManagerCore(TaskManagerContext context, JobLogBuffer logs, ILoggerFactory loggers)
    {
        (_context, _logs, _loggers) = (context, logs, loggers);
        _deployments = new Deployments(context, Link, loggers.CreateLogger<TaskExecutor>());
    }

    /// <summary>The gateway to the job manager.</summary>
    public JobManagerLink Link { get; } = new();

    /// <summary>The code of jobs; null before the first session.</summary>
    public JobLibrary? Library => _deployments.Library;

    /// <summary>Creates the registration, without starting it.</summary>
    /// <param name="self">The task manager's description.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="transport">Connects to a job manager.</param>
    /// <param name="jobManagers">The URLs of the job managers.</param>
    /// <param name="random">The source of jitter.</param>
    public JobManagerRegistration Register(TaskManagerRegistration self, string version, IControlTransport transport, IReadOnlyList<string> jobManagers, Random random) => new(
        transport,
        jobManagers,
        new JobManagerMessage.Join(self, version),
        new RegistrationSurroundings(_deployments, Link, _logs, _context.Host, _context.Time, random, _loggers.CreateLogger<JobManagerRegistration>()));
}
