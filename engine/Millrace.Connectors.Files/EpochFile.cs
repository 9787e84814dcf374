namespace Millrace.Connectors.Files;

/// <summary>An epoch's file, as recorded in a checkpoint.</summary>
/// <param name="HiddenName">Its name until it is published.</param>
/// <param name="VisibleName">Its name from then on.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Checksum">The XxHash3 of its bytes.</param>
internal sealed record EpochFile(string HiddenName, string VisibleName, long Length, ulong Checksum)
{
    private const byte Version = 1;

    /// <summary>The additional name of a file that a savepoint of the running job contains, until it is published.</summary>
    public string KeptName => $".kept-{VisibleName}";

    public byte[] ToPayload()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(HiddenName);
        writer.Write(VisibleName);
        writer.Write(Length);
        writer.Write(Checksum);
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The payload has a version that this program does not support.</exception>
    public static EpochFile FromPayload(byte[] payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload));
        var version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException(
                $"The checkpoint describes a file of the file sink in version {version}, but this program reads version {Version}; restore it with the program that wrote it.");
        }

        return new EpochFile(reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadUInt64());
    }
}
