namespace Millrace.Runtime.Operators.Sinks;

/// <summary>The format of pending epochs in a checkpoint.</summary>
internal static class PendingEpochs
{
    public static byte[] Write(IReadOnlyCollection<PendingEpoch> epochs)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(epochs.Count);
        foreach (var epoch in epochs)
        {
            writer.Write(epoch.Writer);
            writer.Write(epoch.Epoch);
            writer.Write(epoch.Payload.Length);
            writer.Write(epoch.Payload);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static IReadOnlyList<PendingEpoch> Read(ReadOnlyMemory<byte> block)
    {
        using var reader = new BinaryReader(new MemoryStream(block.ToArray()));
        var epochs = new PendingEpoch[reader.ReadInt32()];
        for (var i = 0; i < epochs.Length; i++) epochs[i] = new PendingEpoch(reader.ReadInt32(), reader.ReadInt64(), reader.ReadBytes(reader.ReadInt32()));
        return epochs;
    }
}
