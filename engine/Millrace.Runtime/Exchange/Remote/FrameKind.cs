namespace Millrace.Runtime.Exchange.Remote;

/// <summary>The kind of a frame's contents. The numbers are the ones on the wire.</summary>
internal enum FrameKind : byte
{
    /// <summary>Records; takes a credit.</summary>
    Batch = 1,

    /// <summary>A part of a single-record batch that is larger than a frame; takes a credit.</summary>
    Part = 2,

    /// <summary>The last part; takes a credit.</summary>
    LastPart = 3,

    Watermark = 4,

    StreamStatus = 5,

    Barrier = 6,

    EndOfInput = 7,

    /// <summary>Sent by the consumer: the given number of additional frames may be sent. The first one opens the channel.</summary>
    Credit = 8,
}
