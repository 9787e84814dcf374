using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams that are to be joined by key and window; <see cref="Window(WindowAssigner, string, int)"/> says which windows.</summary>
public sealed class WindowJoin<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _left;
    private readonly KeyedStream<TKey, T2> _right;

    internal WindowJoin(KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => (_left, _right) = (left, right);

    /// <summary>Pairs of records that lie in one window of time, which are given when the window is over.</summary>
    /// <exception cref="InvalidJobException">The windows are impossible, such as of size 0.</exception>
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
/// <param name="IsLeft">Whether it is of the left side.</param>
/// <param name="Left">The record, where it is of the left side.</param>
/// <param name="Right">The record, where it is of the right side.</param>
internal readonly record struct JoinSide<TKey, T1, T2>(TKey Key, bool IsLeft, T1? Left, T2? Right);
