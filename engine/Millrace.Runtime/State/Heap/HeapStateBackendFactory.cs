namespace Millrace.Runtime.State.Heap;

/// <summary>Keeps state in memory.</summary>
internal sealed class HeapStateBackendFactory : IKeyedStateBackendFactory
{
    public static HeapStateBackendFactory Instance { get; } = new();

    public IKeyedStateBackend Create(KeyedStateContext context) => new HeapStateBackend(context);
}
