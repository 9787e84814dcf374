using Millrace.Hosting.Configuration;
using Millrace.JobManager.Composition;
using Millrace.TaskManager.Composition;
using Millrace.Tests.Testing;

namespace Millrace.Processes.Tests;

/// <summary>The page about clusters names every setting of a process.</summary>
public sealed class SettingsPageTests
{
    private static readonly string s_page = Repository.Read("docs/cluster.md");

    [Fact]
    public void All_settings_of_a_job_manager_are_documented() => Assert.Empty(Missing(JobManagerOptions.Command()));

    [Fact]
    public void All_settings_of_a_task_manager_are_documented() => Assert.Empty(Missing(TaskManagerOptions.Command()));

    // Those of one section may share a row, in which only the first has the section's name.
    private static IEnumerable<string> Missing(SettingsCommand command) =>
        command.Keys.All.Where(static key => !Names(key) && !(key.StartsWith("Security:", StringComparison.Ordinal) && Names(key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..])));

    private static bool Names(string key) => s_page.Contains($"`{key}`", StringComparison.Ordinal);
}
