using Millrace.Runtime.State;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Backends.Tests;

public sealed class SortedStateBackendTests : KeyedStateBackendKit
{
    protected override IKeyedStateBackendFactory Backend { get; } = new SortedStateBackendFactory();
}
