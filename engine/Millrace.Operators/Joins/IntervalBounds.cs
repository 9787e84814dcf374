namespace Millrace;

/// <summary>How far after a left record's time a right one's may be, in milliseconds, both ends included.</summary>
internal readonly record struct IntervalBounds(long Lower, long Upper)
{
    /// <summary>How many times lie between the bounds.</summary>
    public long Length => Upper - Lower + 1;

    /// <summary>The watermark at which a left record can have no partner any more.</summary>
    public long LeftCleanup(long time) => Upper > 0 ? time + Upper : time;

    /// <summary>The watermark at which a right record can have no partner any more.</summary>
    public long RightCleanup(long time) => Lower < 0 ? time - Lower : time;
}
