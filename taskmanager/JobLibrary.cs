using System.Collections.Concurrent;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>The jobs that this process can run, by artifact, each with the serializers that its types share.</summary>
public sealed class JobLibrary
{
    private readonly ConcurrentDictionary<string, (Func<IStreamJob> Create, SerializerCache Serializers)> _jobs = new(StringComparer.Ordinal);

    public void Add(string artifact, Func<IStreamJob> create) => Add(artifact, create, new SerializerCache());

    /// <summary>Adds a job whose serializers others share; simulated processes do, because compiling one takes milliseconds.</summary>
    public void Add(string artifact, Func<IStreamJob> create, SerializerCache serializers) => _jobs[artifact] = (create, serializers);

    internal (IStreamJob Job, SerializerCache Serializers) Load(string artifact) => _jobs.TryGetValue(artifact, out var job)
        ? (job.Create(), job.Serializers)
        : throw new InvalidOperationException($"This task manager has no artifact '{artifact}'.");
}
