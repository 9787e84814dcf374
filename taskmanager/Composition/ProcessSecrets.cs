using Millrace.Hosting.Configuration;

namespace Millrace.TaskManager.Composition;

/// <summary>The secrets among the environment variables of a process that runs the code of users.</summary>
internal static class ProcessSecrets
{
    /// <summary>Takes them out of the environment, which that code and the processes that it starts see.</summary>
    public static void Hide()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSecret).ToList()) Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Whether an environment variable is the token, or a setting of security.</summary>
    public static bool IsSecret(string name) =>
        name.Equals($"{Settings.Prefix}TOKEN", StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{Settings.Prefix}SECURITY__", StringComparison.OrdinalIgnoreCase);
}
