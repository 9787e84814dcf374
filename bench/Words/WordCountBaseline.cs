using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Bench.Words;

/// <summary>
/// A hand-written word count, on one thread, over the bytes of the file: a table of ASCII classes, a dictionary looked up by span, lines
/// formatted into a buffer. Words are the same as for the job, and so are the lines; nothing survives a crash.
/// </summary>
internal sealed class WordCountBaseline
{
    private const int BufferBytes = 1 << 20;
    private const int LongestCount = 20;

    private const byte Ends = 0;
    private const byte NotAscii = 0xFF;

    // The class of a byte: the lower-cased character, or one of the two above.
    private static readonly byte[] Classes = [.. Enumerable.Range(0, 256).Select(static c =>
        c >= 0x80 ? NotAscii : char.IsAsciiLetterOrDigit((char)c) || c == '_' ? (byte)char.ToLowerInvariant((char)c) : Ends)];

    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _counts =
        new Dictionary<string, long>().GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly SafeFileHandle _output;
    private byte[] _lines = new byte[BufferBytes];
    private char[] _word = new char[256];
    private int _filled;
    private long _written;
    private long _words;

    private WordCountBaseline(SafeFileHandle output) => _output = output;

    /// <summary>Writes <c>word TAB count</c> for each word of a file, and returns their number.</summary>
    public static long Run(string input, string output)
    {
        using var source = File.OpenHandle(input);
        using var target = File.OpenHandle(output, FileMode.Create, FileAccess.Write);
        var run = new WordCountBaseline(target);
        run.Count(source);
        run.Drain();
        return run._words;
    }

    private void Count(SafeFileHandle source)
    {
        var buffer = new byte[BufferBytes];
        var (kept, offset) = (0, 0L);
        while (true)
        {
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = RandomAccess.Read(source, buffer.AsSpan(kept), offset);
            offset += read;
            var filled = buffer.AsSpan(0, kept + read);
            var whole = read == 0 ? filled.Length : filled.LastIndexOf((byte)'\n') + 1;
            CountWords(filled[..whole]);
            if (read == 0) return;
            filled[whole..].CopyTo(buffer);
            kept = filled.Length - whole;
        }
    }

    private void CountWords(ReadOnlySpan<byte> text)
    {
        var (classes, word, length) = (Classes, _word, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var character = classes[text[i]];
            if (character is not (Ends or NotAscii))
            {
                if (length == word.Length) word = Longer();
                word[length++] = (char)character;
                continue;
            }

            if (character == NotAscii)
            {
                Rune.DecodeFromUtf8(text[i..], out var rune, out var consumed);
                i += consumed - 1;
                if (Rune.IsLetterOrDigit(rune))
                {
                    if (length + 2 > word.Length) word = Longer();
                    length += Rune.ToLowerInvariant(rune).EncodeToUtf16(word.AsSpan(length));
                    continue;
                }
            }

            if (length > 0) EndWord(word.AsSpan(0, length));
            length = 0;
        }

        if (length > 0) EndWord(word.AsSpan(0, length));
    }

    private char[] Longer()
    {
        Array.Resize(ref _word, _word.Length * 2);
        return _word;
    }

    private void EndWord(ReadOnlySpan<char> word)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _);
        count++;
        _words++;
        var most = (word.Length * 3) + LongestCount + 2;
        if (_lines.Length - _filled < most) MakeRoom(most);
        var line = _lines.AsSpan(_filled);
        var at = Encoding.UTF8.GetBytes(word, line);
        line[at++] = (byte)'\t';
        count.TryFormat(line[at..], out var digits, default, CultureInfo.InvariantCulture);
        line[at + digits] = (byte)'\n';
        _filled += at + digits + 1;
    }

    private void MakeRoom(int bytes)
    {
        Drain();
        if (_lines.Length < bytes) _lines = new byte[bytes];
    }

    private void Drain()
    {
        RandomAccess.Write(_output, _lines.AsSpan(0, _filled), _written);
        _written += _filled;
        _filled = 0;
    }
}
