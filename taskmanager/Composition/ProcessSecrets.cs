using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Security;

namespace Millrace.TaskManager.Composition;

/// <summary>The secrets among the environment variables of a process that runs user code.</summary>
internal static class ProcessSecrets
{
    /// <summary>Removes them from the environment, which that code and the processes that it starts can see.</summary>
    public static void Hide()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSecret).ToList()) Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Whether an environment variable is the token, a security setting, or one of how Azure is reached.</summary>
    public static bool IsSecret(string name) =>
        name.Equals($"{Settings.Prefix}TOKEN", StringComparison.OrdinalIgnoreCase) || IsOf(SecurityOptions.Section, name) || IsOf(AzureStorageOptions.Section, name);

    private static bool IsOf(string section, string name) => name.StartsWith($"{Settings.Prefix}{section}__", StringComparison.OrdinalIgnoreCase);
}
