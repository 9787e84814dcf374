namespace Millrace.Runtime.State.Heap;

/// <summary>Creates backends that keep state in memory.</summary>
internal sealed class HeapStateBackendFactory : IKeyedStateBackendFactory
{
    public static HeapStateBackendFactory Instance { get; } = new();

    public IKeyedStateBackend Create(KeyedStateContext context) => new HeapStateBackend(context);
}
