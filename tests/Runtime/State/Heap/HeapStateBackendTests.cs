using Millrace.Core.Graph;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class HeapStateBackendTests : KeyedStateBackendKit
{
    private static readonly SerializerCache Serializers = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Values_of_any_size_come_back(int size)
    {
        using var run = new BackendRun(Create);
        foreach (var length in new[] { size, 0, size, size / 2, size + 1, 3, size })
        {
            run.Of("a").Text.Update(run.Model("a").Text = new string('x', length));
            run.Of("a").Map.Put("", run.Model("a").Map[""] = new string('y', length));
            run.Of("a").Map.Put("other", run.Model("a").Map["other"] = new string('z', length));
            run.Compare("a");
            run.Rescale(2);
            run.Compare("a");
        }
    }

    [Fact]
    public void Maps_of_keys_that_begin_with_each_other_stay_apart()
    {
        using var run = new BackendRun(Create);
        string[] keys = ["", "a", "aa", "ab", "\0", "a\0", "a\0a"];
        foreach (var key in keys)
        {
            foreach (var mapKey in keys) run.Of(key).Map.Put(mapKey, run.Model(key).Map[mapKey] = key + "/" + mapKey);
        }

        run.Rescale(4);
        run.CompareAll();
        run.Of("a").Map.Clear();
        run.Model("a").Map.Clear();
        run.Of("").Map.Remove("a");
        run.Model("").Map.Remove("a");
        run.CompareAll();
        run.Rescale(1);
        run.CompareAll();
    }

    protected override IKeyedStateBackend Create(KeyContext key) => new HeapStateBackend(key, Serializers, new Dictionary<string, StateDescriptor>(), TimeProvider.System);
}
