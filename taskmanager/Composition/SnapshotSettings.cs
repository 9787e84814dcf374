using System.ComponentModel.DataAnnotations;
using Millrace.Runtime.Snapshots;

namespace Millrace.TaskManager.Composition;

/// <summary>How state is copied for checkpoints: the settings under <c>Snapshot</c>.</summary>
internal sealed class SnapshotSettings
{
    private static readonly SnapshotOptions s_default = new();

    /// <value>How many bytes a task copies at most between two batches. Default 128 KiB.</value>
    [Range(1, 1 << 30, ErrorMessage = "give a number of bytes from 1 to 1073741824.")]
    public int SliceBytes { get; set; } = s_default.SliceBytes;

    /// <value>How long a task copies at most between two batches. Default 0.3 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.000010", "00:00:10", ErrorMessage = "give a time from 10 µs to 10 s, such as 00:00:00.0003.")]
    public TimeSpan SliceTime { get; set; } = s_default.SliceTime;

    /// <value>A chunk is uploaded when it has this many bytes. Default 2 MiB.</value>
    [Range(1024, 1 << 28, ErrorMessage = "give a number of bytes from 1024 to 268435456.")]
    public int ChunkBytes { get; set; } = s_default.ChunkBytes;

    /// <value>How many chunks of a task may be filled or uploaded at once; when all are in use, copying waits. Default 4.</value>
    [Range(1, 1000, ErrorMessage = "give a number from 1 to 1000.")]
    public int Chunks { get; set; } = s_default.Chunks;

    /// <summary>As options of tasks.</summary>
    public SnapshotOptions Options() => new() { SliceBytes = SliceBytes, SliceTime = SliceTime, ChunkBytes = ChunkBytes, Chunks = Chunks };
}
