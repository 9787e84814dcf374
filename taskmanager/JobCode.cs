using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>A job's code.</summary>
/// <param name="Create">Creates the job; exceptions of its constructor are not wrapped.</param>
/// <param name="Serializers">The serializers of its types.</param>
internal sealed record JobCode(Func<IStreamJob> Create, SerializerCache Serializers)
{
    /// <summary>Loads the assemblies of its artifact that it references, and throws where one is missing or unusable; does nothing for code of this process.</summary>
    public Action LoadReferences { get; init; } = static () => { };
}
