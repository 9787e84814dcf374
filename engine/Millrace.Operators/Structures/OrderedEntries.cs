namespace Millrace;

/// <summary>
/// The current key's values by number, in numeric order, which map state does not provide: finding, adding and removing a value reads a number of
/// entries that grows with the logarithm of the size. A treap (Seidel and Aragon, "Randomized search trees") whose priorities are hashes of its
/// numbers, so that every run builds the same tree.
/// </summary>
/// <param name="name">The prefix of its state names.</param>
internal sealed class OrderedEntries<TValue>(string name) : IStateGroup
{
    private readonly MapState<long, OrderedEntry<TValue>> _nodes = new(name);
    private readonly ValueState<long> _root = new($"{name}/root");

    /// <summary>All values, ascending.</summary>
    public IEnumerable<KeyValuePair<long, TValue>> All => _nodes.Entries.Select(static n => KeyValuePair.Create(n.Key, n.Value.Value));

    private long? Root => _root.TryGet(out var root) ? root : null;

    public bool TryGet(long number, out TValue value)
    {
        var isThere = _nodes.TryGet(number, out var node);
        value = node.Value;
        return isThere;
    }

    /// <summary>Returns the last value at or before a number; null if there is none.</summary>
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

    /// <summary>Splits a tree into the values below a number and those above it.</summary>
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

    /// <summary>Joins two trees, where all of one are below all of the other.</summary>
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

    // The finalizer of SplitMix64, which is a bijection, so no two priorities are equal.
    private static ulong Priority(long number)
    {
        var bits = (ulong)number;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }
}

/// <summary>A value and its children in the tree.</summary>
/// <param name="Value">The value.</param>
/// <param name="Left">The root of the values below.</param>
/// <param name="Right">The root of the values above.</param>
internal readonly record struct OrderedEntry<TValue>(TValue Value, long? Left, long? Right);
