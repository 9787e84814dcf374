using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Bench.Words;

/// <summary>
/// The word count by hand, on one thread, over the bytes of the file: a table of ASCII classes, a dictionary looked up by span, lines
/// formatted into a buffer. A word is what it is for the job, and the lines are the same; nothing survives a crash.
/// </summary>
internal sealed class WordCountBaseline
{
    private const int BufferBytes = 1 << 20;
    private const int LongestCount = 20;

    // The lower-cased character, or 0 for what no word holds.
    private static readonly byte[] LowerAscii = [.. Enumerable.Range(0, 128).Select(static c =>
        char.IsAsciiLetterOrDigit((char)c) || c == '_' ? (byte)char.ToLowerInvariant((char)c) : (byte)0)];

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SafeFileHandle _output;
    private byte[] _line = new byte[BufferBytes];
    private char[] _word = new char[256];
    private int _filled;
    private long _written;
    private long _words;

    private WordCountBaseline(SafeFileHandle output) => _output = output;

    /// <summary>Writes <c>word TAB count</c> for each word of a file, and returns how many there are.</summary>
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
        var (lower, word, length) = (LowerAscii, _word, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b < 0x80)
            {
                var character = lower[b];
                if (character != 0)
                {
                    if (length == word.Length) word = Longer();
                    word[length++] = (char)character;
                }
                else if (length > 0)
                {
                    EndWord(length);
                    length = 0;
                }

                continue;
            }

            Rune.DecodeFromUtf8(text[i..], out var rune, out var consumed);
            i += consumed - 1;
            if (Rune.IsLetterOrDigit(rune))
            {
                if (length + 2 > word.Length) word = Longer();
                length += Rune.ToLowerInvariant(rune).EncodeToUtf16(word.AsSpan(length));
            }
            else if (length > 0)
            {
                EndWord(length);
                length = 0;
            }
        }

        if (length > 0) EndWord(length);
    }

    private char[] Longer()
    {
        Array.Resize(ref _word, _word.Length * 2);
        return _word;
    }

    private void EndWord(int length)
    {
        var word = _word.AsSpan(0, length);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts.GetAlternateLookup<ReadOnlySpan<char>>(), word, out _);
        count++;
        _words++;
        if (_line.Length - _filled < (length * 3) + LongestCount + 2) MakeRoom((length * 3) + LongestCount + 2);
        var line = _line.AsSpan(_filled);
        var at = Encoding.UTF8.GetBytes(word, line);
        line[at++] = (byte)'\t';
        count.TryFormat(line[at..], out var digits, default, CultureInfo.InvariantCulture);
        line[at + digits] = (byte)'\n';
        _filled += at + digits + 1;
    }

    private void MakeRoom(int bytes)
    {
        Drain();
        if (_line.Length < bytes) _line = new byte[bytes];
    }

    private void Drain()
    {
        RandomAccess.Write(_output, _line.AsSpan(0, _filled), _written);
        _written += _filled;
        _filled = 0;
    }
}
