using Millrace.Core.Hosts;
using Millrace.Hosting.Logs;

namespace Millrace.TaskManager.Registration;

/// <summary>What is around the registration of a task manager in its process.</summary>
/// <param name="Deployments">Carries out the job manager's requests.</param>
/// <param name="Link">The gateway to the job manager that tasks use.</param>
/// <param name="Logs">Log entries about jobs.</param>
/// <param name="Host">Runs mail.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">The source of jitter, so that task managers do not reconnect at the same time.</param>
/// <param name="Log">The log.</param>
internal sealed record RegistrationSurroundings(
    IDeployments Deployments, JobManagerLink Link, JobLogBuffer Logs, IActivityHost Host, TimeProvider Time, Random Random, ILogger Log);
