using System.Numerics;

namespace Millrace;

/// <summary>
/// Which times the current key has, as a tree of 64 children a node: a node's bits say which of its parts of time have any. So adding,
/// removing and finding the next time cost a look-up for each level, however many times there are; maps of state have no order to ask.
/// </summary>
/// <param name="nodes">The nodes that have any times.</param>
/// <param name="span">How long the ranges are that are asked for: a range touches two nodes of the highest level, or one.</param>
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
            // A node that is there is known to those above it.
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

    /// <summary>The times from one to another, both included, ascending.</summary>
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

    // Shifts round down, also for times before the epoch.
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
/// <param name="Level">How high it is; the children of level 0 are times.</param>
/// <param name="Number">Which part of time it stands for.</param>
internal readonly record struct TimeNode(int Level, long Number);
