namespace Millrace;

/// <summary>A part of a source that one reader reads in order, such as a Kafka partition or a byte range of a file.</summary>
/// <param name="Group">What the split is a part of, such as a topic or a file; the splits of a group are distributed evenly.</param>
/// <param name="Ordinal">The split's number within its group, from 0.</param>
/// <param name="Description">Additional information for the reader; not part of the identity.</param>
public sealed record SourceSplit(string Group, int Ordinal, string Description = "")
{
    /// <summary>The split's identity in checkpoints.</summary>
    public string Id => $"{Group}#{Ordinal}";
}
