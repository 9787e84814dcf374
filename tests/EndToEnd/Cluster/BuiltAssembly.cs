namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Locates the programs built from this repository, in the configuration of the tests.</summary>
internal static class BuiltAssembly
{
    public static string JobManager => In("jobmanager", "jobmanager");

    public static string TaskManager => In("taskmanager", "taskmanager");

    public static string Command => In("cli", "millrace");

    public static string WordCount => In("jobs/WordCount", "WordCount");

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    /// <summary>The configuration in which the tests were built.</summary>
    public static string Configuration => Build.Parent!.Name;

    private static DirectoryInfo Build { get; } = new(AppContext.BaseDirectory);

    public static string In(string project, string name) => Path.Combine(Repository, project, "bin", Configuration, Build.Name, name + ".dll");
}
