namespace Millrace.Runtime.Exchange.Remote;

/// <summary>How large what is sent may be.</summary>
/// <param name="FrameBytes">A frame with its header. Default 64 KiB.</param>
/// <param name="MaxRecordBytes">A record with its key, as serialized; the option --max-record-size. Default 16 MiB.</param>
internal sealed record FrameLimits(int FrameBytes = FrameLimits.DefaultFrameBytes, int MaxRecordBytes = FrameLimits.DefaultMaxRecordBytes)
{
    public const int DefaultFrameBytes = 64 << 10;

    public const int DefaultMaxRecordBytes = 16 << 20;

    /// <summary>What a frame can hold behind its header.</summary>
    public int PayloadBytes => FrameBytes - FrameHeader.Size;
}
