using System.Numerics;

namespace Millrace;

/// <summary>
/// An index of the current key's times, as a tree with 64 children per node, whose bits mark the children that contain any times. Adding, removing
/// and finding the next time cost one lookup per level, however many times there are; map state has no ordered lookup.
/// </summary>
/// <param name="nodes">The non-empty nodes.</param>
/// <param name="span">The maximum length of a queried range, which touches one or two nodes of the highest level.</param>
internal sealed class TimeIndex(MapState<TimeNode, ulong> nodes, long span)
{
    private const int BitsPerLevel = 6;

    private readonly int _levels = LevelsFor(span);

    public void Add(long time)
    {
        for (var level = 0; level < _levels; level++)
        {
            var (node, bit) = At(level, time);
            var isKnown = nodes.TryGet(node, out var bits);
            if (isKnown && (bits & bit) != 0) return;
            nodes.Put(node, bits | bit);
            // An existing node is already marked in the levels above.
            if (isKnown) return;
        }
    }

    public void Remove(long time)
    {
        for (var level = 0; level < _levels; level++)
        {
            var (node, bit) = At(level, time);
            if (!nodes.TryGet(node, out var bits)) return;
            if ((bits & ~bit) != 0)
            {
                nodes.Put(node, bits & ~bit);
                return;
            }

            nodes.Remove(node);
        }
    }

    /// <summary>Returns the times in a range, both ends inclusive, ascending.</summary>
    public IEnumerable<long> Between(long from, long to)
    {
        var shift = BitsPerLevel * _levels;
        for (var top = from >> shift; top <= to >> shift; top++)
        {
            foreach (var time in Of(_levels - 1, top, from, to)) yield return time;
        }
    }

    private static int LevelsFor(long span)
    {
        var levels = 1;
        while (BitsPerLevel * levels < 60 && span > 1L << (BitsPerLevel * levels)) levels++;
        return levels;
    }

    // Shifts round down, even for times before the epoch.
    private static (TimeNode Node, ulong Bit) At(int level, long time)
    {
        var child = time >> (BitsPerLevel * level);
        return (new TimeNode(level, child >> BitsPerLevel), 1UL << (int)(child & 63));
    }

    private IEnumerable<long> Of(int level, long number, long from, long to)
    {
        if (!nodes.TryGet(new TimeNode(level, number), out var bits)) yield break;
        var (first, shift) = (number << BitsPerLevel, BitsPerLevel * level);
        var (low, high) = ((from >> shift) - first, (to >> shift) - first);
        if (low > 0) bits &= ~0UL << (int)low;
        if (high < 63) bits &= ~0UL >> (int)(63 - high);
        for (; bits != 0; bits &= bits - 1)
        {
            var child = first + BitOperations.TrailingZeroCount(bits);
            if (level == 0)
            {
                yield return child;
                continue;
            }

            foreach (var time in Of(level - 1, child, from, to)) yield return time;
        }
    }
}

/// <summary>A node of a <see cref="TimeIndex"/>.</summary>
/// <param name="Level">The node's level; the children of level 0 are times.</param>
/// <param name="Number">The part of time that it covers.</param>
internal readonly record struct TimeNode(int Level, long Number);
