using System.Collections.Concurrent;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>The jobs that this process can run, by artifact, each with the serializers that its types share.</summary>
public sealed class JobLibrary
{
    private readonly ConcurrentDictionary<string, (Func<IStreamJob> Create, SerializerCache Serializers)> _jobs = new(StringComparer.Ordinal);

    public void Add(string artifact, Func<IStreamJob> create) => _jobs[artifact] = (create, new SerializerCache());

    internal (IStreamJob Job, SerializerCache Serializers) Load(string artifact) => _jobs.TryGetValue(artifact, out var job)
        ? (job.Create(), job.Serializers)
        : throw new InvalidOperationException($"This task manager has no artifact '{artifact}'.");
}
