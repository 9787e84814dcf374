using CsCheck;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Timers;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.Timers;

public sealed class EventTimeProgressTests
{
    private const int KeyGroups = 24;

    /// <summary>Key groups are dealt anew again and again, with watermarks in between; the model keeps what each has seen.</summary>
    [Fact]
    public void What_a_key_group_has_reached_never_goes_back() =>
        Gen.Select(Gen.Int[0, 3].Array[KeyGroups], Gen.Select(Gen.Int[0, 3], Gen.Long[-50, 50], Gen.Bool).Array[0, 4]).Array[1, 6].Sample(rounds =>
        {
            var model = Enumerable.Repeat((Watermark: long.MinValue, FiredUpTo: long.MinValue), KeyGroups).ToArray();
            List<ReadOnlyMemory<byte>> blocks = [];
            foreach (var (owners, events) in rounds)
            {
                var owned = Enumerable.Range(0, 4).Select(s => Enumerable.Range(0, KeyGroups).Where(g => owners[g] == s).ToList()).ToList();
                var subtasks = owned.ConvertAll(g => new EventTimeProgress(g));
                foreach (var (subtask, keyGroups) in subtasks.Zip(owned)) if (keyGroups.Count > 0) subtask.Restore(blocks);
                foreach (var (at, watermark, fires) in events.Where(e => owned[e.Item1].Count > 0))
                {
                    subtasks[at].Advance(watermark);
                    if (fires) subtasks[at].Fired();
                    foreach (var g in owned[at])
                    {
                        model[g].Watermark = Math.Max(model[g].Watermark, watermark);
                        if (fires) model[g].FiredUpTo = Math.Max(model[g].FiredUpTo, subtasks[at].Watermark);
                    }
                }

                for (var g = 0; g < KeyGroups; g++) Assert.Equal(model[g], (subtasks[owners[g]].WatermarkOf(g), subtasks[owners[g]].FiredUpToOf(g)));
                foreach (var (subtask, keyGroups) in subtasks.Zip(owned).Where(static s => s.Second.Count > 0))
                {
                    Assert.Equal(keyGroups.Min(g => model[g].Watermark), subtask.Watermark);
                    Assert.Equal(keyGroups.Min(g => model[g].FiredUpTo), subtask.FiredUpTo);
                }

                blocks = [.. subtasks.Where((_, s) => owned[s].Count > 0).Select(Block)];
            }
        });

    [Fact]
    public void Key_groups_that_have_reached_the_same_are_one_run()
    {
        var progress = new EventTimeProgress([.. Enumerable.Range(0, 1000)]);
        progress.Advance(7);
        Assert.Equal(24, Block(progress).Length);
    }

    [Fact]
    public void A_block_of_another_form_is_refused() =>
        Assert.Contains("16 bytes", Assert.Throws<InvalidDataException>(() => new EventTimeProgress([0]).Restore([new byte[16]])).Message, StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> Block(EventTimeProgress progress)
    {
        var blocks = new BlockCollector();
        progress.Snapshot(blocks);
        return Assert.Single(blocks.Blocks).Block;
    }
}
