namespace Millrace;

/// <summary>
/// Values of the current key by numbers, in the order of the numbers, which maps of state do not give: finding, adding and removing one reads
/// some more entries, as many as the logarithm of how many there are. A treap (Seidel and Aragon, "Randomized search trees") whose
/// priorities are the scattered bits of its numbers, so that it is the same tree on every run.
/// </summary>
/// <param name="name">What the names of its states begin with.</param>
internal sealed class OrderedEntries<TValue>(string name) : IStateGroup
{
    private readonly MapState<long, OrderedEntry<TValue>> _nodes = new(name);
    private readonly ValueState<long> _root = new($"{name}/root");

    /// <summary>All of them, ascending.</summary>
    public IEnumerable<KeyValuePair<long, TValue>> All => _nodes.Entries.Select(static n => KeyValuePair.Create(n.Key, n.Value.Value));

    private long? Root => _root.TryGet(out var root) ? root : null;

    public bool TryGet(long number, out TValue value)
    {
        var isThere = _nodes.TryGet(number, out var node);
        value = node.Value;
        return isThere;
    }

    /// <summary>The last one at a number or before it; null where there is none.</summary>
    public KeyValuePair<long, TValue>? AtOrBefore(long number)
    {
        KeyValuePair<long, TValue>? last = null;
        for (var at = Root; at is { } current;)
        {
            var node = Node(current);
            if (current <= number) last = KeyValuePair.Create(current, node.Value);
            if (current == number) break;
            at = current < number ? node.Right : node.Left;
        }

        return last;
    }

    /// <summary>Adds or replaces a value.</summary>
    public void Put(long number, TValue value)
    {
        if (_nodes.TryGet(number, out var there)) _nodes.Put(number, there with { Value = value });
        else PutRoot(Insert(Root, number, value));
    }

    public void Remove(long number)
    {
        if (_nodes.Contains(number)) PutRoot(Remove(Root, number));
    }

    private long Insert(long? root, long number, TValue value)
    {
        if (root is not { } top || Priority(number) > Priority(top))
        {
            var (left, right) = Split(root, number);
            _nodes.Put(number, new OrderedEntry<TValue>(value, left, right));
            return number;
        }

        var node = Node(top);
        if (number < top) Link(top, node, node with { Left = Insert(node.Left, number, value) });
        else Link(top, node, node with { Right = Insert(node.Right, number, value) });
        return top;
    }

    private long? Remove(long? root, long number)
    {
        if (root is not { } top) return null;
        var node = Node(top);
        if (top == number)
        {
            _nodes.Remove(number);
            return Join(node.Left, node.Right);
        }

        if (number < top) Link(top, node, node with { Left = Remove(node.Left, number) });
        else Link(top, node, node with { Right = Remove(node.Right, number) });
        return top;
    }

    /// <summary>Those below a number and those above it.</summary>
    private (long? Below, long? Above) Split(long? root, long number)
    {
        if (root is not { } top) return (null, null);
        var node = Node(top);
        if (top < number)
        {
            var (below, above) = Split(node.Right, number);
            Link(top, node, node with { Right = below });
            return (top, above);
        }
        else
        {
            var (below, above) = Split(node.Left, number);
            Link(top, node, node with { Left = above });
            return (below, top);
        }
    }

    /// <summary>Two trees, of which all of one lie below all of the other.</summary>
    private long? Join(long? below, long? above)
    {
        if (below is not { } left) return above;
        if (above is not { } right) return below;
        if (Priority(left) > Priority(right))
        {
            var node = Node(left);
            Link(left, node, node with { Right = Join(node.Right, above) });
            return left;
        }
        else
        {
            var node = Node(right);
            Link(right, node, node with { Left = Join(below, node.Left) });
            return right;
        }
    }

    private OrderedEntry<TValue> Node(long number) => _nodes.TryGet(number, out var node) ? node : default;

    private void Link(long number, OrderedEntry<TValue> before, OrderedEntry<TValue> node)
    {
        if (before.Left != node.Left || before.Right != node.Right) _nodes.Put(number, node);
    }

    private void PutRoot(long? root)
    {
        if (root is not { } top) _root.Clear();
        else if (Root != root) _root.Update(top);
    }

    // The finalizer of SplitMix64, which gives no two numbers the same.
    private static ulong Priority(long number)
    {
        var bits = (ulong)number;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }
}

/// <summary>A value, and the numbers below and above it of which its part of the tree is made.</summary>
/// <param name="Value">The value.</param>
/// <param name="Left">The top of those below.</param>
/// <param name="Right">The top of those above.</param>
internal readonly record struct OrderedEntry<TValue>(TValue Value, long? Left, long? Right);
