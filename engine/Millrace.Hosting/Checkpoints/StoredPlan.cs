using Millrace.Core.Control;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Processes;

namespace Millrace.Hosting.Checkpoints;

/// <summary>A plan as it is stored: the next job manager keeps the tasks by it, without having the job planned again.</summary>
/// <param name="Version">The version of the engine that made it: another one may plan otherwise.</param>
/// <param name="Planned">The plan.</param>
internal sealed record StoredPlan(string Version, PlannedJob Planned)
{
    public static byte[] Write(PlannedJob planned) =>
        SealedJson.Seal(new StoredPlan(ProcessVersion.Current, planned), CheckpointJson.Default.StoredPlan);

    /// <summary>Reads a plan; null if another version of the engine made it.</summary>
    /// <exception cref="CorruptBlobException">It is missing or damaged.</exception>
    public static PlannedJob? Read(byte[] content, string where)
    {
        var stored = SealedJson.Open(content, where, CheckpointJson.Default.StoredPlan);
        return stored.Version == ProcessVersion.Current ? stored.Planned : null;
    }
}
