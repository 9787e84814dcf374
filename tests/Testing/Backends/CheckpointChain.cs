using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;

namespace Millrace.Tests.Testing.Backends;

/// <summary>The content of a completed checkpoint: for each state and key group a base and its increments, ascending.</summary>
public sealed class CheckpointChain
{
    private readonly SortedDictionary<(string State, int KeyGroup), List<RestoredBlock>> _blocks = [];

    private CheckpointChain(IEnumerable<KeyValuePair<(string State, int KeyGroup), List<RestoredBlock>>> blocks)
    {
        foreach (var (key, own) in blocks) _blocks.Add(key, own);
    }

    public static CheckpointChain Empty { get; } = new([]);

    public int Count => _blocks.Values.Sum(static b => b.Count);

    /// <summary>The largest number of increments of a state in a key group.</summary>
    public int Longest => _blocks.Values.Max(static b => b.Count(static b => !b.IsFull));

    public long Bytes => _blocks.Values.Sum(static b => b.Sum(static b => (long)b.Block.Length));

    public IEnumerable<RestoredBlock> All => _blocks.Values.SelectMany(static b => b);

    /// <summary>Returns the chain after a checkpoint that is based on this one.</summary>
    public CheckpointChain Next(IEnumerable<RestoredBlock> written)
    {
        var next = new SortedDictionary<(string, int), List<RestoredBlock>>(_blocks);
        foreach (var own in written.GroupBy(static b => (b.State, b.KeyGroup)))
        {
            var isFull = own.First().IsFull;
            Assert.True(own.All(b => b.IsFull == isFull), $"The blocks of {own.Key} are full and increments in one snapshot.");
            next[own.Key] = isFull ? [.. own] : [.. next.GetValueOrDefault(own.Key) ?? [], .. own];
            if (isFull && own.All(static b => b.Block.IsEmpty)) next.Remove(own.Key);
        }

        return new CheckpointChain(next);
    }

    /// <summary>Returns what a subtask restores: its key groups, and everything without a key group.</summary>
    public IEnumerable<RestoredBlock> Of(KeyGroupAssignment assignment, int subtask) =>
        All.Where(b => b.KeyGroup < 0 || assignment.OwnerOf(b.KeyGroup) == subtask);
}
