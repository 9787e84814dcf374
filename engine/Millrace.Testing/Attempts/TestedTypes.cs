using Millrace.Runtime.Serialization;

namespace Millrace.Testing.Attempts;

/// <summary>
/// The serializers of the types that tests use, which stay loaded as long as the process: each is compiled once, not once in each harness, where
/// it took a fifth of the time of tests of operators.
/// </summary>
internal static class TestedTypes
{
    public static SerializerCache Serializers { get; } = new();
}
