using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Restoring;

/// <summary>A checkpoint as it is restored.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Operators">The operators that have state in it, with their schemas.</param>
public sealed record RestoredCheckpoint(CheckpointManifest Manifest, IReadOnlyList<JobOperator> Operators)
{
    /// <summary>
    /// The ids that operators have now, by those in the checkpoint, where they differ. <see cref="Operators"/> has the ids of now, the manifest and what it
    /// names those in the checkpoint.
    /// </summary>
    public IReadOnlyDictionary<string, string> Renamed { get; init; } = new Dictionary<string, string>();

    /// <summary>Returns the id that an operator of the checkpoint has now.</summary>
    public string Now(string op) => Renamed.GetValueOrDefault(op) ?? op;
}
