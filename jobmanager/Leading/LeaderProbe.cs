using Millrace.Hosting.Blobs;
using Millrace.Hosting.Leading;

namespace Millrace.JobManager.Leading;

/// <summary>Finds out whether a job manager leads over a storage, for who would use it without one.</summary>
internal static class LeaderProbe
{
    /// <summary>Returns the leader that gives a sign of life; null where none does, which takes its patience to find out where there has been one.</summary>
    /// <param name="blobs">The storage.</param>
    /// <param name="options">How long a leader is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<LeaderRecord?> FindAsync(IBlobStore blobs, LeadershipOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var (blob, watch, begun) = (new LeaderBlob(blobs), new LeaderWatch(options.Patience), time.GetTimestamp());
        while (true)
        {
            var read = await blob.ReadAsync(cancellation);
            if (watch.MayReplace(read, time.GetElapsedTime(begun))) return null;
            if (watch.HasBeaten) return read!.Record;
            await Task.Delay(options.BeatInterval / 2, time, cancellation);
        }
    }
}
