using Millrace.Runtime.State;

namespace Millrace.Backends.Tests;

/// <summary>Keeps state in trees.</summary>
internal sealed class SortedStateBackendFactory : IKeyedStateBackendFactory
{
    public IKeyedStateBackend Create(KeyedStateContext context) => new SortedStateBackend(context);
}
