using System.Reflection;

namespace Millrace.Hosting.Processes;

/// <summary>The version of this build.</summary>
public static class ProcessVersion
{
    /// <summary>The version, such as <c>1.0.0</c>, with the commit where it is known.</summary>
    public static string Current { get; } =
        typeof(ProcessVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
