using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Tests.Testing.Backends;

public abstract partial class KeyedStateBackendKit
{
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

    [Fact]
    public void A_value_that_is_changed_in_place_was_never_changed()
    {
        using var backend = Create(KeyOf("a", out _));
        var state = backend.BindValue<List<int>>(new ValueState<List<int>>("list"));
        List<int> written = [1];
        state.Update(written);
        written.Add(2);
        Assert.True(state.TryGet(out var read));
        Assert.Equal([1], read);
        read.Add(3);
        Assert.True(state.TryGet(out var again));
        Assert.Equal([1], again);
    }

    [Fact]
    public void Values_of_an_earlier_schema_are_read_as_they_were_written_and_written_in_full_at_the_next_snapshot()
    {
        using var old = new Evolving<OldPair, OldNote>(Create, []);
        old.Put("a", new OldPair(1, 2), new OldNote("x", 3));
        old.Put("b", new OldPair(4, 5), new OldNote("y", 6));
        var written = new[] { Descriptor<OldPair>("pair"), Descriptor<OldNote>("notes") }.ToDictionary(static d => d.Name);
        using var now = new Evolving<Pair, Note>(key => Create(key, written), old.Snapshot(1, 0));
        Assert.Equal((new Pair(2, 0, 1), new Note(7, "x")), now.Get("a"));
        now.Put("a", new Pair(7, 0.5, 9), new Note(8, "z"));

        // A block has one schema, so those of the old one are superseded, including that of 'b', which has not changed.
        var blocks = now.Snapshot(2, 1);
        Assert.All(blocks, static b => Assert.True(b.IsFull, $"The block of '{b.State}' adds to one of another schema."));
        using var again = new Evolving<Pair, Note>(Create, blocks);
        Assert.Equal([(new Pair(7, 0.5, 9), new Note(8, "z")), (new Pair(5, 0, 4), new Note(7, "y"))], new[] { again.Get("a"), again.Get("b") });
    }

    private static KeyContext<string> KeyOf(string key, out KeyContext<string> context)
    {
        context = new KeyContext<string>(KeyCodecs.Create<string>(), BackendSubtask.MaxParallelism);
        context.Set(key);
        return context;
    }

    private static StateDescriptor Descriptor<T>(string state) =>
        new(state, "value", "string", s_serializers.For<T>().Schema.ToString()) { Layout = s_serializers.For<T>().Layout };

    private sealed class Evolving<TPair, TNote> : IDisposable
    {
        private readonly KeyContext<string> _key;
        private readonly IKeyedStateBackend _backend;
        private readonly IValueState<TPair> _pair;
        private readonly IMapState<int, TNote> _notes;

        public Evolving(Func<KeyContext, IKeyedStateBackend> create, IReadOnlyList<RestoredBlock> restored)
        {
            _backend = create(KeyOf("", out _key));
            _pair = _backend.BindValue<TPair>(new ValueState<TPair>("pair"));
            _notes = _backend.BindMap<int, TNote>(new MapState<int, TNote>("notes"));
            foreach (var block in restored) _backend.Restore(block);
            if (restored.Count > 0) _backend.Restored(1);
        }

        public void Put(string key, TPair pair, TNote note)
        {
            _key.Set(key);
            _pair.Update(pair);
            _notes.Put(1, note);
        }

        public (TPair Pair, TNote Note) Get(string key)
        {
            _key.Set(key);
            Assert.True(_pair.TryGet(out var pair));
            return (pair, _notes.Entries().Single().Value);
        }

        public IReadOnlyList<RestoredBlock> Snapshot(long checkpoint, long on)
        {
            var (snapshot, writer) = (_backend.BeginSnapshot(new SnapshotRequest(checkpoint, on, false)), new BlockCollector());
            while (!writer.Slice(snapshot)) { }
            return writer.Blocks;
        }

        public void Dispose() => _backend.Dispose();
    }

    private readonly record struct OldPair(long Left, int Right);

    private readonly record struct Pair(int Right, double Added, long Left);

    private sealed record OldNote(string Text, int Dropped);

    private sealed record Note([FormerName] int Level = 7, string Text = "");
}
