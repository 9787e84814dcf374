using System.Buffers.Binary;
using Millrace.Runtime.Operators.Watermarks;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>The clocks of a non-keyed operator, of which the watermark is state; it has no timers.</summary>
internal sealed class OperatorTime(TimeProvider time) : ITimerService
{
    public long CurrentWatermark { get; set; } = long.MinValue;

    /// <summary>Takes the lowest watermark of the old subtasks.</summary>
    public void Restore(IReadOnlyList<RestoredBlock> restored)
    {
        var written = restored.Where(static b => b.State == SourceWatermark.State).Select(static b => BinaryPrimitives.ReadInt64LittleEndian(b.Block.Span)).ToList();
        if (written.Count > 0) CurrentWatermark = written.Min();
    }

    public void Snapshot(IStateSnapshotWriter writer)
    {
        Span<byte> watermark = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(watermark, CurrentWatermark);
        writer.Write(SourceWatermark.State, -1, watermark);
    }

    public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void RegisterEventTimeTimer(long timestamp) => throw NoKey();

    public void DeleteEventTimeTimer(long timestamp) => throw NoKey();

    public void RegisterProcessingTimeTimer(long timestamp) => throw NoKey();

    public void DeleteProcessingTimeTimer(long timestamp) => throw NoKey();

    private static InvalidOperationException NoKey() => new("Timers belong to keys; call KeyBy before Process.");
}
