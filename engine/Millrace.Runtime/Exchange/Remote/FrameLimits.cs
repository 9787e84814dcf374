namespace Millrace.Runtime.Exchange.Remote;

/// <summary>The maximum sizes of frames and records.</summary>
/// <param name="FrameBytes">The maximum size of a frame, including its header. Default 64 KiB.</param>
/// <param name="MaxRecordBytes">The maximum size of a serialized record, including its key; the option --max-record-size. Default 16 MiB.</param>
internal sealed record FrameLimits(int FrameBytes = FrameLimits.DefaultFrameBytes, int MaxRecordBytes = FrameLimits.DefaultMaxRecordBytes)
{
    public const int DefaultFrameBytes = 64 << 10;

    public const int DefaultMaxRecordBytes = 16 << 20;

    /// <summary>The maximum size of a frame's payload.</summary>
    public int PayloadBytes => FrameBytes - FrameHeader.Size;
}
