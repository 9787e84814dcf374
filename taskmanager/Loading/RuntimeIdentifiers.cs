namespace Millrace.TaskManager.Loading;

/// <summary>Selects the files of a package that fit a machine, by runtime identifier.</summary>
internal static class RuntimeIdentifiers
{
    /// <summary>Returns the identifiers whose files a platform can use, the most specific first.</summary>
    /// <param name="identifier">The platform's, such as <c>linux-musl-x64</c>.</param>
    public static IReadOnlyList<string> Usable(string identifier)
    {
        var dash = identifier.LastIndexOf('-');
        if (dash < 0) return [identifier, "any"];
        var (system, processor) = (identifier[..dash], identifier[dash..]);
        var usable = new List<string>();
        for (; ; system = system[..system.LastIndexOf('-')])
        {
            usable.AddRange([system + processor, system]);
            if (!system.Contains('-')) break;
        }

        if (system is not "win") usable.AddRange(["unix" + processor, "unix"]);
        usable.Add("any");
        return usable;
    }
}
