namespace Millrace;

/// <summary>How far a right record's time may be after a left record's, in milliseconds.</summary>
/// <param name="LowerBound">The lower bound.</param>
/// <param name="UpperBound">The upper bound.</param>
/// <param name="IsLowerExclusive">Whether the lower bound itself is excluded.</param>
/// <param name="IsUpperExclusive">Whether the upper bound itself is excluded.</param>
internal readonly record struct IntervalBounds(long LowerBound, long UpperBound, bool IsLowerExclusive = false, bool IsUpperExclusive = false)
{
    /// <summary>The smallest allowed difference.</summary>
    public long Lower => IsLowerExclusive ? LowerBound + 1 : LowerBound;

    /// <summary>The largest allowed difference.</summary>
    public long Upper => IsUpperExclusive ? UpperBound - 1 : UpperBound;

    /// <summary>The number of allowed differences.</summary>
    public long Length => Upper - Lower + 1;

    /// <summary>How long after its time a left record can still get a partner.</summary>
    public long LeftLife => Math.Max(Upper, 0);

    /// <summary>How long after its time a right record can still get a partner.</summary>
    public long RightLife => Math.Max(-Lower, 0);

    /// <summary>Returns the times that partners of a left record may have.</summary>
    public (long From, long To) RightOf(long time) => (Plus(time, Lower), Plus(time, Upper));

    /// <summary>Returns the times that partners of a right record may have.</summary>
    public (long From, long To) LeftOf(long time) => (Plus(time, -Upper), Plus(time, -Lower));

    /// <summary>Adds a difference to a time, saturating at the ends of the range.</summary>
    public static long Plus(long time, long difference)
    {
        var sum = unchecked(time + difference);
        return difference >= 0 && sum < time ? long.MaxValue : difference < 0 && sum > time ? long.MinValue : sum;
    }
}
