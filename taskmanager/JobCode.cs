using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>A job's code.</summary>
/// <param name="Create">Creates the job; exceptions of its constructor are not wrapped.</param>
/// <param name="Serializers">The serializers of its types.</param>
internal sealed record JobCode(Func<IStreamJob> Create, SerializerCache Serializers);
