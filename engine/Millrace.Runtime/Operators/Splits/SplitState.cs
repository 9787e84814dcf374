namespace Millrace.Runtime.Operators.Splits;

/// <summary>The state of a split in a checkpoint.</summary>
/// <param name="Group">The split's group.</param>
/// <param name="Ordinal">The split's number within its group.</param>
/// <param name="Position">Where reading resumes; null at the beginning.</param>
/// <param name="Finished">Whether the split was read to its end.</param>
/// <param name="MaxTimestamp">The highest event time read, or <see cref="Timestamps.None"/>.</param>
/// <param name="Watermark">The split's watermark, which a generator does not lower; the lowest number where there was none.</param>
internal sealed record SplitState(string Group, int Ordinal, SplitPosition? Position, bool Finished, long MaxTimestamp, long Watermark)
{
    /// <summary>The name of the operator state that holds splits.</summary>
    public const string StateName = "_splits";

    /// <summary>The split's identity.</summary>
    public string Id => new SourceSplit(Group, Ordinal).Id;

    public static byte[] Write(IReadOnlyCollection<SplitState> splits)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(splits.Count);
        foreach (var split in splits)
        {
            writer.Write(split.Group);
            writer.Write(split.Ordinal);
            writer.Write(split.Finished);
            writer.Write(split.MaxTimestamp);
            writer.Write(split.Watermark);
            writer.Write(split.Position is not null);
            writer.Write(split.Position?.Offset ?? 0);
            writer.Write(split.Position?.Token is not null);
            writer.Write(split.Position?.Token ?? "");
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static IReadOnlyList<SplitState> Read(ReadOnlyMemory<byte> block)
    {
        using var reader = new BinaryReader(new MemoryStream(block.ToArray()));
        var splits = new SplitState[reader.ReadInt32()];
        for (var i = 0; i < splits.Length; i++)
        {
            var (group, ordinal, finished, max, watermark) = (reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadInt64());
            var (known, offset, hasToken, token) = (reader.ReadBoolean(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadString());
            splits[i] = new SplitState(group, ordinal, known ? new SplitPosition(offset, hasToken ? token : null) : null, finished, max, watermark);
        }

        return splits;
    }
}
