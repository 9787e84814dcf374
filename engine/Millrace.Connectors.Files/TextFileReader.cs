namespace Millrace.Connectors.Files;

/// <summary>Reads the lines that start in its assigned ranges, one range after another, through one buffer.</summary>
internal sealed class TextFileReader(long splitBytes) : ISourceReader<string>
{
    private const int LinesPerRead = 256;
    private const int ReadAhead = 4096;

    private readonly Queue<(SourceSplit Split, SplitPosition? Position)> _waiting = new();
    private SourceSplit? _split;
    private LineBuffer? _lines;

    public void AddSplit(SourceSplit split, SplitPosition? position) => _waiting.Enqueue((split, position));

    public ReadResult Read(ISourceOutput<string> output)
    {
        for (var lines = 0; lines < LinesPerRead && output.HasRoom; lines++)
        {
            if (_split is null && !BeginNext()) return ReadResult.EndOfInput;
            if (_lines!.TryRead(out var line))
            {
                output.Emit(_split!, line, new SplitPosition(_lines.Position));
            }
            else
            {
                output.Finish(_split!);
                _split = null;
            }
        }

        return _split is null && _waiting.Count == 0 ? ReadResult.EndOfInput : ReadResult.MoreAvailable;
    }

    public void Dispose() => _lines?.Dispose();

    private bool BeginNext()
    {
        if (!_waiting.TryDequeue(out var next)) return false;
        _split = next.Split;
        if (_lines is null || _lines.Path != next.Split.Description)
        {
            _lines?.Dispose();
            _lines = null;
            _lines = new LineBuffer(next.Split.Description, (int)Math.Min(splitBytes, TextFileSource.DefaultSplitBytes - ReadAhead) + ReadAhead);
        }

        // A compressed file is one split, whatever its size.
        var start = next.Split.Ordinal * splitBytes;
        var end = FileContent.IsCompressed(next.Split.Description) ? long.MaxValue : start + splitBytes;
        _lines.Begin(start, end, next.Position?.Offset);
        return true;
    }
}
