using System.IO.Compression;

namespace Millrace.Connectors.Files;

/// <summary>A compressed file. It is read forward only; an earlier offset restarts from the beginning.</summary>
internal sealed class GzipContent(string path) : FileContent
{
    private GZipStream _stream = OpenStream(path);
    private long _position;

    /// <summary>
    /// Makes a truncated file an error: by default .NET takes the truncation for the end of the text. The switch is process-wide and read
    /// once, so it is set before anything is decompressed.
    /// </summary>
    public static void RefuseFilesThatAreCutOff() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    public override int Read(Span<byte> room, long offset)
    {
        try
        {
            if (offset < _position) Rewind();
            while (_position < offset)
            {
                var skipped = _stream.Read(room[..(int)Math.Min(room.Length, offset - _position)]);
                if (skipped == 0) return 0;
                _position += skipped;
            }

            var read = _stream.Read(room);
            _position += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is not a complete gzip file: {e.Message} Replace it with a good copy, or unpack it.", e);
        }
    }

    public override void Dispose() => _stream.Dispose();

    private static GZipStream OpenStream(string path) => new(File.OpenRead(path), CompressionMode.Decompress);

    private void Rewind()
    {
        _stream.Dispose();
        _stream = OpenStream(path);
        _position = 0;
    }
}
