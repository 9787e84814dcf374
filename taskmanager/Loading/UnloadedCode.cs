using System.Reflection;
using Millrace.Core.Control;

namespace Millrace.TaskManager.Loading;

/// <summary>The remains of unloaded code: it is gone once no object, thread or static field elsewhere references it.</summary>
internal sealed class UnloadedCode
{
    private readonly string _hash;
    private readonly List<(string Name, long Bytes, WeakReference Assembly)> _assemblies;

    public UnloadedCode(string hash, IReadOnlyList<Assembly> assemblies)
    {
        _hash = hash;
        _assemblies = [.. assemblies.Select(static a => (a.GetName().Name ?? "", LengthOf(a), new WeakReference(a, trackResurrection: true)))];
    }

    /// <summary>Returns what is still in memory; null where all is gone.</summary>
    public LoadedArtifact? Describe()
    {
        _assemblies.RemoveAll(static a => !a.Assembly.IsAlive);
        return _assemblies.Count == 0
            ? null
            : new LoadedArtifact(_hash, [], true, true, [.. _assemblies.Select(static a => a.Name).Order(StringComparer.Ordinal)], _assemblies.Sum(static a => a.Bytes));
    }

    private static long LengthOf(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.Length > 0 && new FileInfo(assembly.Location) is { Exists: true } file ? file.Length : 0;
}
