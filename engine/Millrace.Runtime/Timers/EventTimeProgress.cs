using System.Buffers.Binary;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Timers;

/// <summary>
/// How far event time has come for the key groups of a subtask, which is state. After a restore the key groups may come from subtasks that had
/// come further than others: each keeps what it had reached until the watermark, which begins at the lowest, has caught up. So what was late for
/// a key stays late, and a window that has ended does not begin again.
/// </summary>
/// <param name="keyGroups">The key groups of the subtask, ascending.</param>
internal sealed class EventTimeProgress(IReadOnlyList<int> keyGroups)
{
    public const string State = "_timers/watermark";

    private const int RunBytes = (2 * sizeof(int)) + (2 * sizeof(long));

    // By key group; null where none is ahead of the subtask.
    private Dictionary<int, Reached>? _ahead;
    private long _aheadUpTo;

    private Reached _lowest = Reached.None;

    /// <summary>The watermark that all key groups have reached.</summary>
    public long Watermark => _lowest.Watermark;

    /// <summary>The last watermark whose timers have all fired in all key groups.</summary>
    public long FiredUpTo => _lowest.FiredUpTo;

    /// <summary>Whether a key group is ahead of the others.</summary>
    public bool IsUneven => _ahead is not null;

    /// <summary>Returns the watermark that a key group has reached.</summary>
    public long WatermarkOf(int keyGroup) => Math.Max(Watermark, _ahead?[keyGroup].Watermark ?? Watermark);

    /// <summary>Returns the last watermark whose timers have all fired in a key group.</summary>
    public long FiredUpToOf(int keyGroup) => Math.Max(FiredUpTo, _ahead?[keyGroup].FiredUpTo ?? FiredUpTo);

    /// <summary>Takes a watermark; a lower one changes nothing.</summary>
    public void Advance(long watermark) => _lowest = _lowest with { Watermark = Math.Max(Watermark, watermark) };

    /// <summary>Takes that all timers up to the watermark have fired.</summary>
    public void Fired()
    {
        _lowest = _lowest with { FiredUpTo = Watermark };
        if (FiredUpTo >= _aheadUpTo) _ahead = null;
    }

    /// <summary>Writes it in full, in runs of key groups that have reached the same: one run, except after some restores.</summary>
    public void Snapshot(IStateSnapshotWriter writer)
    {
        var block = new List<byte>();
        Span<byte> bytes = stackalloc byte[RunBytes];
        for (var i = 0; i < keyGroups.Count;)
        {
            var (first, reached) = (i, ReachedBy(keyGroups[i]));
            do i++;
            while (i < keyGroups.Count && keyGroups[i] == keyGroups[i - 1] + 1 && ReachedBy(keyGroups[i]) == reached);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, keyGroups[first]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(int)..], i - first);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(2 * sizeof(int))..], reached.Watermark);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[((2 * sizeof(int)) + sizeof(long))..], reached.FiredUpTo);
            block.AddRange(bytes);
        }

        writer.Write(State, -1, [.. block]);
    }

    /// <summary>Takes what the key groups of the subtask had reached.</summary>
    /// <param name="blocks">What <see cref="Snapshot"/> wrote in each of the old subtasks.</param>
    /// <exception cref="InvalidDataException">A block has another length than runs have.</exception>
    public void Restore(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        var restored = keyGroups.ToDictionary(static g => g, static _ => Reached.None);
        foreach (var (keyGroup, reached) in blocks.SelectMany(Read))
        {
            if (restored.ContainsKey(keyGroup)) restored[keyGroup] = reached;
        }

        _lowest = new Reached(restored.Values.Min(static r => r.Watermark), restored.Values.Min(static r => r.FiredUpTo));
        _aheadUpTo = restored.Values.Max(static r => r.Watermark);
        if (restored.Values.Any(r => r != _lowest)) _ahead = restored;
    }

    private static IEnumerable<(int KeyGroup, Reached Reached)> Read(ReadOnlyMemory<byte> block)
    {
        if (block.Length % RunBytes != 0) throw new InvalidDataException($"The block of watermarks has {block.Length} bytes, which is not a multiple of {RunBytes}.");
        for (; block.Length > 0; block = block[RunBytes..])
        {
            var (first, count) = (BinaryPrimitives.ReadInt32LittleEndian(block.Span), BinaryPrimitives.ReadInt32LittleEndian(block.Span[sizeof(int)..]));
            var watermark = BinaryPrimitives.ReadInt64LittleEndian(block.Span[(2 * sizeof(int))..]);
            var firedUpTo = BinaryPrimitives.ReadInt64LittleEndian(block.Span[((2 * sizeof(int)) + sizeof(long))..]);
            for (var keyGroup = first; keyGroup < first + count; keyGroup++) yield return (keyGroup, new Reached(watermark, firedUpTo));
        }
    }

    private Reached ReachedBy(int keyGroup) => new(WatermarkOf(keyGroup), FiredUpToOf(keyGroup));

    private readonly record struct Reached(long Watermark, long FiredUpTo)
    {
        public static readonly Reached None = new(long.MinValue, long.MinValue);
    }
}
