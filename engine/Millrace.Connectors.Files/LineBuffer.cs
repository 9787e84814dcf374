using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Millrace.Connectors.Files;

/// <summary>Reads the lines that start in a range of a file. The buffer grows to the longest line and is reused from range to range.</summary>
internal sealed class LineBuffer(string path, int bufferBytes) : IDisposable
{
    private const int LeastRead = 4096;

    private readonly FileContent _file = FileContent.Open(path);
    private byte[] _buffer = new byte[bufferBytes];
    private long _origin;
    private int _start;
    private int _filled;
    private long _end;

    public string Path => path;

    /// <summary>The offset of the next line in the file.</summary>
    public long Position => _origin + _start;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Seeks to the first line that starts at or after <paramref name="start"/>, or to the line start <paramref name="resumeAt"/>.</summary>
    public void Begin(long start, long end, long? resumeAt)
    {
        _end = end;
        if (resumeAt is { } offset)
        {
            Seek(offset);
        }
        else if (start == 0)
        {
            Seek(0);
        }
        else
        {
            // The byte before the range tells whether a line starts with the range.
            Seek(start - 1);
            SkipRestOfLine();
        }
    }

    /// <summary>Reads the next line; false where none starts before the end of the range.</summary>
    public bool TryRead([NotNullWhen(true)] out string? line)
    {
        line = null;
        if (Position >= _end) return false;
        var length = 0;
        var found = false;
        do
        {
            var at = _buffer.AsSpan(_start + length, _filled - _start - length).IndexOf((byte)'\n');
            found = at >= 0;
            length = found ? length + at : _filled - _start;
        }
        while (!found && Fill());

        var text = _buffer.AsSpan(_start, length);
        if (Position == 0 && text.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
        _start += found ? length + 1 : length;
        if (!found && text.IsEmpty) return false;
        if (text is [.., (byte)'\r']) text = text[..^1];
        line = Encoding.UTF8.GetString(text);
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void Seek(long offset)
    {
        if (offset >= _origin && offset <= _origin + _filled)
        {
            _start = (int)(offset - _origin);
            return;
        }

        (_origin, _start, _filled) = (offset, 0, 0);
    }

    private void SkipRestOfLine()
    {
        do
        {
            var at = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
            _start = at >= 0 ? _start + at + 1 : _filled;
            if (at >= 0 || Position >= _end) return;
        }
        while (Fill());
    }

    /// <summary>Reads more bytes, not past the range if the line ends within it; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_filled == _buffer.Length) MakeRoom();
        var wanted = Math.Max(_end - _origin - _filled, LeastRead);
        var room = _buffer.AsSpan(_filled, (int)Math.Min(_buffer.Length - _filled, wanted));
        var read = _file.Read(room, _origin + _filled);
        _filled += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        var kept = _filled - _start;
        var target = kept <= _buffer.Length / 2 ? _buffer : new byte[checked(_buffer.Length * 2)];
        _buffer.AsSpan(_start, kept).CopyTo(target);
        _buffer = target;
        _origin += _start;
        (_start, _filled) = (0, kept);
    }
}
