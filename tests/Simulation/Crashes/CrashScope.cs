namespace Millrace.Simulation.Tests.Crashes;

/// <summary>Which processes are killed at once.</summary>
internal enum CrashScope
{
    All,
    JobManager,
    TaskManagers,

    /// <summary>The job manager that leads, of several.</summary>
    Leader,

    /// <summary>The job manager that leads, of several: it stands still until another one leads, and then goes on.</summary>
    LeaderStandsStill,
}
