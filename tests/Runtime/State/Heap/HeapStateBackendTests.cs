using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class HeapStateBackendTests : KeyedStateBackendKit
{
    protected override IKeyedStateBackendFactory Backend => HeapStateBackendFactory.Instance;
}
