using CsCheck;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Tests.Snapshots;

namespace Millrace.Runtime.Tests.State.Heap;

/// <summary>All keyed state against plain dictionaries.</summary>
public sealed class HeapStateBackendTests
{
    private enum Act
    {
        UpdateText,
        ClearText,
        UpdateNumber,
        ClearNumber,
        Put,
        PutAgain,
        Remove,
        ClearMap,
        Rescale,
    }

    private static readonly Gen<(Act Act, int Key, int MapKey, int Size)> Steps =
        Gen.Select(Gen.Enum<Act>(), Gen.Frequency((3, Gen.Const(0)), (7, Gen.Int[0, 12])), Gen.Int[0, 5], Gen.Frequency((1, Gen.Const(0)), (8, Gen.Int[0, 60]), (1, Gen.Int[0, 3000])));

    [Fact]
    public void It_behaves_as_dictionaries_under_random_programs_and_rescales() => Steps.Array[1, 150].Sample(program =>
    {
        var run = new ModelRun();
        foreach (var step in program)
        {
            Apply(run, step.Act, KeyOf(step.Key), KeyOf(step.MapKey), new string((char)('a' + (step.Size % 26)), step.Size), step.Size);
            run.Compare(KeyOf(step.Key));
        }

        run.Rescale(3);
        for (var key = 0; key <= 12; key++) run.Compare(KeyOf(key));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Values_of_any_size_come_back(int size)
    {
        var run = new ModelRun();
        foreach (var length in new[] { size, 0, size, size / 2, size + 1, 3, size })
        {
            Apply(run, Act.UpdateText, "a", "", new string('x', length), 0);
            Apply(run, Act.Put, "a", "", new string('y', length), 0);
            Apply(run, Act.Put, "a", "other", new string('z', length), 0);
            run.Compare("a");
            run.Rescale(2);
            run.Compare("a");
        }
    }

    [Fact]
    public void Maps_of_keys_that_begin_with_each_other_stay_apart()
    {
        var run = new ModelRun();
        string[] keys = ["", "a", "aa", "ab", "\0", "a\0", "a\0a"];
        foreach (var key in keys)
        {
            foreach (var mapKey in keys) Apply(run, Act.Put, key, mapKey, key + "/" + mapKey, 0);
        }

        run.Rescale(4);
        foreach (var key in keys) run.Compare(key);
        Apply(run, Act.ClearMap, "a", "", "", 0);
        Apply(run, Act.Remove, "", "a", "", 0);
        foreach (var key in keys) run.Compare(key);
    }

    private static string KeyOf(int number) => number == 0 ? "" : $"key{number}";

    private static void Apply(ModelRun run, Act act, string key, string mapKey, string text, int number)
    {
        var subtask = run.Of(key);
        var model = run.Model(key);
        switch (act)
        {
            case Act.UpdateText:
                subtask.Text.Update(model.Text = text);
                break;
            case Act.ClearText:
                subtask.Text.Clear();
                model.Text = null;
                break;
            case Act.UpdateNumber:
                subtask.Number.Update((number, (byte)number));
                model.Number = (number, (byte)number);
                break;
            case Act.ClearNumber:
                subtask.Number.Clear();
                model.Number = null;
                break;
            case Act.Put or Act.PutAgain:
                subtask.Map.Put(mapKey, model.Map[mapKey] = text);
                break;
            case Act.Remove:
                Assert.Equal(model.Map.Remove(mapKey), subtask.Map.Remove(mapKey));
                break;
            case Act.ClearMap:
                subtask.Map.Clear();
                model.Map.Clear();
                break;
            case Act.Rescale:
                run.Rescale(1 + (number % 5));
                break;
        }
    }

    /// <summary>Subtasks that share the key groups, and what they should hold.</summary>
    private sealed class ModelRun
    {
        private readonly Dictionary<string, KeyModel> _models = [];
        private KeyGroupAssignment _assignment = KeyGroupAssignment.Even(1, KeyedSubtask.MaxParallelism, 1);
        private KeyedSubtask[] _subtasks = [new([])];

        public KeyedSubtask Of(string key) => _subtasks[_assignment.OwnerOf(KeyedSubtask.KeyGroupOf(key))].At(key);

        public KeyModel Model(string key) => _models.TryGetValue(key, out var model) ? model : _models[key] = new KeyModel();

        public void Rescale(int parallelism)
        {
            var blocks = new SnapshotBlocks();
            foreach (var subtask in _subtasks) subtask.Snapshot(blocks);
            Assert.Distinct(blocks.All.Select(b => (b.State, b.KeyGroup)));
            _assignment = KeyGroupAssignment.Even(1, KeyedSubtask.MaxParallelism, parallelism);
            _subtasks = [.. Enumerable.Range(0, parallelism).Select(i => new KeyedSubtask(blocks.Of(_assignment, i)))];
        }

        public void Compare(string key)
        {
            var (subtask, model) = (Of(key), Model(key));
            Assert.Equal(model.Text, subtask.Text.TryGet(out var text) ? text : null);
            Assert.Equal(model.Number, subtask.Number.TryGet(out var number) ? number : null);
            Assert.Equal(model.Map, subtask.Map.Entries());
            foreach (var (mapKey, value) in model.Map) Assert.True(subtask.Map.TryGet(mapKey, out var found) && found == value);
            Assert.False(subtask.Map.TryGet("never put", out _));
        }
    }

    private sealed class KeyModel
    {
        public string? Text { get; set; }

        public (long, byte)? Number { get; set; }

        public SortedDictionary<string, string> Map { get; } = new(StringComparer.Ordinal);
    }
}
