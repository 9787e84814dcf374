namespace Millrace.Core.Graph;

/// <summary>An edge into an operator, as described in checkpoints that have records in flight on it.</summary>
/// <param name="From">The id of the producing operator.</param>
/// <param name="SideOutput">The side output that the records come from; null for the main output.</param>
/// <param name="Input">The input of the operator: 0, or 1 for the second one.</param>
/// <param name="Partitioning">As in <see cref="JobEdge.Partitioning"/>.</param>
/// <param name="Schema">The canonical schema text of the records; empty if they cannot be serialized.</param>
/// <param name="Layout">The layout of the records if they are stored as in memory; null if they are serialized.</param>
public sealed record OperatorInput(string From, string? SideOutput, int Input, string Partitioning, string Schema, RawLayout? Layout)
{
    /// <summary>
    /// Whether a barrier may overtake records on the edge: not where every consumer gets each record, nor where a consumer continues its producer, nor where
    /// records cannot be stored.
    /// </summary>
    public bool MayBeOvertaken => Partitioning is "key" or "rebalance" or "custom" && Schema.Length > 0;
}
