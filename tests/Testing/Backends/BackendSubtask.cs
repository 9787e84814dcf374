using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Tests.Testing.Backends;

/// <summary>The keyed state of one subtask, with a state of each kind of storage.</summary>
public sealed class BackendSubtask : IDisposable
{
    public const int MaxParallelism = 30;

    private readonly KeyContext<string> _key = new(KeyCodecs.Create<string>(), MaxParallelism);

    /// <param name="create">Creates the backend.</param>
    /// <param name="restored">The blocks to restore.</param>
    /// <param name="checkpoint">Their checkpoint, where later ones may be based on it; otherwise 0.</param>
    public BackendSubtask(Func<KeyContext, IKeyedStateBackend> create, IEnumerable<RestoredBlock> restored, long checkpoint)
    {
        Backend = create(_key);
        Text = Backend.BindValue<string>(new ValueState<string>("text"), KeyModel.IsDead);
        Number = Backend.BindValue<(long, byte)>(new ValueState<(long, byte)>("number"));
        Map = Backend.BindMap<string, string>(new MapState<string, string>("map"), KeyModel.IsDead);
        foreach (var block in restored) Backend.Restore(block);
        if (checkpoint > 0) Backend.Restored(checkpoint);
    }

    public IKeyedStateBackend Backend { get; }

    public IValueState<string> Text { get; }

    public IValueState<(long, byte)> Number { get; }

    public IMapState<string, string> Map { get; }

    public static int KeyGroupOf(string key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        return KeyGroup.Of(KeyGroup.Hash(buffer.Written), MaxParallelism);
    }

    public static string KeyFrom(byte[] bytes) => KeyCodecs.Create<string>().Decode(new KeyReader(bytes));

    /// <summary>Makes a key the current one; does nothing if it already is, so that what a state caches of it is used.</summary>
    public BackendSubtask At(string key)
    {
        if (_key.Version > 0 && _key.Key == key) return this;
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        _key.Set(key, KeyGroup.Hash(buffer.Written), buffer, 0, buffer.Length);
        return this;
    }

    public void Dispose() => Backend.Dispose();
}
