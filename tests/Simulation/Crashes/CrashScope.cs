namespace Millrace.Simulation.Tests.Crashes;

/// <summary>Which processes are killed at once.</summary>
internal enum CrashScope
{
    All,
    JobManager,
    TaskManagers,
}
