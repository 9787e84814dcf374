namespace Millrace.TaskManager.Loading;

/// <summary>The assemblies that this process was started with: those of the runtime and its frameworks, and its own.</summary>
internal static class HostFiles
{
    private static readonly string Runtime = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
    private static readonly string Own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static readonly Dictionary<string, string> Paths = ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key!, g => g.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an assembly is one of the runtime itself, which cannot be loaded twice.</summary>
    public static bool IsOfRuntime(string name) => Paths.TryGetValue(name, out var path) && Path.GetDirectoryName(path) == Runtime && Runtime != Own;

    /// <summary>
    /// Whether an assembly is part of a framework of this process, such as the web framework, which jobs may use if they do not bring it.
    /// The process's own assemblies are not; a self-contained process cannot tell the two apart.
    /// </summary>
    public static bool IsOfFramework(string name) => Paths.TryGetValue(name, out var path) && (Runtime == Own || Path.GetDirectoryName(path) != Own);
}
