using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams to be joined by key and window; <see cref="Window(WindowAssigner, string, int)"/> sets the windows.</summary>
public sealed class WindowJoin<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _left;
    private readonly KeyedStream<TKey, T2> _right;

    internal WindowJoin(KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => (_left, _right) = (left, right);

    /// <summary>Joins records in the same time window; results are emitted when the window ends.</summary>
    /// <exception cref="InvalidJobException">The windows are not valid, such as windows of size 0.</exception>
    public WindowedJoin<TKey, T1, T2> Window(WindowAssigner assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var (leftKeyOf, rightKeyOf) = (_left.KeyOf, _right.KeyOf);
        var left = _left.Records.Map(record => new JoinSide<TKey, T1, T2>(leftKeyOf(record), true, record, default), file, line);
        var right = _right.Records.Map(record => new JoinSide<TKey, T1, T2>(rightKeyOf(record), false, default, record), file, line);
        return new WindowedJoin<TKey, T1, T2>(left.Union(right).KeyBy(static side => side.Key, file, line).Window(assigner, file, line));
    }
}

/// <summary>A record of either side of a join.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsLeft">Whether it is on the left side.</param>
/// <param name="Left">The record, if it is on the left side.</param>
/// <param name="Right">The record, if it is on the right side.</param>
internal readonly record struct JoinSide<TKey, T1, T2>(TKey Key, bool IsLeft, T1? Left, T2? Right);
