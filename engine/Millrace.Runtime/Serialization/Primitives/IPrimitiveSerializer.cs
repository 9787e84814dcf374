using System.Reflection;

namespace Millrace.Runtime.Serialization;

/// <summary>The static methods behind a primitive, for compiled code to call without a delegate.</summary>
internal interface IPrimitiveSerializer
{
    MethodInfo WriteMethod { get; }

    MethodInfo ReadMethod { get; }
}
