using System.Reflection;
using Millrace.Hosting.Artifacts;

namespace Millrace.TaskManager.Loading;

/// <summary>The jobs in an artifact's assemblies: public and internal classes with a parameterless constructor.</summary>
internal sealed class JobTypes
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<Type> _jobs = [];
    private readonly List<string> _remarks = [];
    private readonly List<string> _assemblies = [];

    /// <summary>Searches assemblies for jobs.</summary>
    /// <param name="candidates">The assemblies' paths.</param>
    /// <param name="load">Loads an assembly.</param>
    /// <exception cref="InvalidJobException">None of them can run here.</exception>
    public JobTypes(IReadOnlyList<string> candidates, Func<string, Assembly> load)
    {
        foreach (var path in candidates)
        {
            var file = Path.GetFileName(path);
            if (AssemblyHeader.Read(path) is not { } header) _remarks.Add($"{file} is not a .NET assembly.");
            else if (header.WhyNotRunnable() is { } reason) _remarks.Add($"{file} is {reason}.");
            else if (Load(path) is { } assembly) Add(file, assembly);
            else _remarks.Add($"{file} is damaged, or was not built for this platform.");
        }

        if (_assemblies.Count == 0) throw new InvalidJobException(string.Join(' ', _remarks));

        Assembly? Load(string path)
        {
            try
            {
                return load(path);
            }
            catch (BadImageFormatException)
            {
                return null;
            }
        }
    }

    /// <summary>Finds a job.</summary>
    /// <param name="name">Its full or simple name; empty where there should be only one.</param>
    /// <exception cref="InvalidJobException">There is none, or more than one.</exception>
    public Type Find(string name)
    {
        if (name.Length == 0) return _jobs is [var only] ? only : throw (_jobs.Count == 0 ? NoJob() : new InvalidJobException($"{Where} has {_jobs.Count} jobs: {Listed(_jobs)}. Choose one with --job TYPE."));
        var meant = _jobs.FindAll(job => job.FullName == name);
        if (meant.Count == 0) meant = _jobs.FindAll(job => job.Name == name);
        if (meant is [var found]) return found;
        if (_jobs.Count == 0) throw NoJob();
        throw new InvalidJobException(meant.Count == 0
            ? $"{Where} has no job '{name}'; it has {Listed(_jobs)}. Choose one of these with --job TYPE.{Remarks}"
            : $"{Where} has {meant.Count} jobs named '{name}': {Listed(meant)}. Give the full name with --job TYPE.");
    }

    private string Where => string.Join(", ", _assemblies);

    private string Remarks => string.Concat(_remarks.Select(static r => " " + r));

    private void Add(string file, Assembly assembly)
    {
        _assemblies.Add(file);
        foreach (var type in TypesOf(assembly).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (!type.IsClass || type.IsAbstract || type.ContainsGenericParameters || type.IsNestedPrivate || type.IsNestedFamily || !typeof(IStreamJob).IsAssignableFrom(type)) continue;
            if (type.GetConstructor(Any, []) is null) _remarks.Add($"{type.FullName} has no parameterless constructor, and so is not a job.");
            else _jobs.Add(type);
        }
    }

    /// <summary>Returns the types that can be loaded: the main program's may need the embedded cluster, which is not available.</summary>
    private IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            _remarks.AddRange(e.LoaderExceptions.OfType<Exception>().Select(static x => x.GetBaseException().Message).Distinct().Take(3));
            return e.Types.OfType<Type>();
        }
    }

    private InvalidJobException NoJob() =>
        new($"{Where} has no job: no public or internal class with a parameterless constructor implements {nameof(IStreamJob)}.{Remarks}");

    private static string Listed(IEnumerable<Type> jobs) => string.Join(", ", jobs.Select(static j => j.FullName));
}
