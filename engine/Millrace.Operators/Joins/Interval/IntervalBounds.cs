namespace Millrace;

/// <summary>How far after a left record's time a right one's may be, in milliseconds.</summary>
/// <param name="LowerBound">The lower bound.</param>
/// <param name="UpperBound">The upper bound.</param>
/// <param name="IsLowerExclusive">Whether the lower bound itself is left out.</param>
/// <param name="IsUpperExclusive">Whether the upper bound itself is left out.</param>
internal readonly record struct IntervalBounds(long LowerBound, long UpperBound, bool IsLowerExclusive = false, bool IsUpperExclusive = false)
{
    /// <summary>The lowest difference that is within.</summary>
    public long Lower => IsLowerExclusive ? LowerBound + 1 : LowerBound;

    /// <summary>The highest difference that is within.</summary>
    public long Upper => IsUpperExclusive ? UpperBound - 1 : UpperBound;

    /// <summary>How many times lie between the bounds.</summary>
    public long Length => Upper - Lower + 1;

    /// <summary>For how long after its time a left record can have a partner.</summary>
    public long LeftLife => Math.Max(Upper, 0);

    /// <summary>For how long after its time a right record can have a partner.</summary>
    public long RightLife => Math.Max(-Lower, 0);

    /// <summary>The times that partners of a left record may have.</summary>
    public (long From, long To) RightOf(long time) => (Plus(time, Lower), Plus(time, Upper));

    /// <summary>The times that partners of a right record may have.</summary>
    public (long From, long To) LeftOf(long time) => (Plus(time, -Upper), Plus(time, -Lower));

    /// <summary>A time and a difference; at the ends of time it is their end.</summary>
    public static long Plus(long time, long difference)
    {
        var sum = unchecked(time + difference);
        return difference >= 0 && sum < time ? long.MaxValue : difference < 0 && sum > time ? long.MinValue : sum;
    }
}
