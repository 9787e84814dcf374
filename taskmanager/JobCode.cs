using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>A job's code.</summary>
/// <param name="Create">Makes the job; what its constructor throws comes as it is.</param>
/// <param name="Serializers">The serializers of its types.</param>
internal sealed record JobCode(Func<IStreamJob> Create, SerializerCache Serializers);
