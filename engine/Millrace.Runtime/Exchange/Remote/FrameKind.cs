namespace Millrace.Runtime.Exchange.Remote;

/// <summary>What a frame holds. The numbers are those on the wire.</summary>
internal enum FrameKind : byte
{
    /// <summary>Records; takes a credit.</summary>
    Batch = 1,

    /// <summary>A piece of a batch of one record that is larger than a frame; takes a credit.</summary>
    Part = 2,

    /// <summary>The last piece; takes a credit.</summary>
    LastPart = 3,

    Watermark = 4,

    StreamStatus = 5,

    Barrier = 6,

    EndOfInput = 7,

    /// <summary>The consumer's: so many more frames may be sent. The first one opens the channel.</summary>
    Credit = 8,
}
