namespace Millrace.Connectors.Files.Tests;

/// <summary>Keeps what a reader emits, and has room for a given number of records.</summary>
internal sealed class SplitOutput : ISourceOutput<string>
{
    public List<(SourceSplit Split, string Line, SplitPosition Next)> Records { get; } = [];

    public List<SourceSplit> Finished { get; } = [];

    public int Room { get; set; } = int.MaxValue;

    public bool HasRoom => Room > 0;

    public IEnumerable<string> Lines => Records.Select(r => r.Line);

    public void Emit(SourceSplit split, string value, SplitPosition next, long timestamp = Timestamps.None)
    {
        Assert.True(HasRoom);
        Assert.DoesNotContain(split, Finished);
        Room--;
        Records.Add((split, value, next));
    }

    public void Emit(SourceSplit split, ReadOnlySpan<string> values, SplitPosition next)
    {
        foreach (var value in values) Emit(split, value, next);
    }

    public void Finish(SourceSplit split) => Finished.Add(split);

    public static SplitOutput Of(TextFileSource source, params ReadOnlySpan<(SourceSplit Split, SplitPosition? Position)> splits)
    {
        var output = new SplitOutput();
        using var reader = source.CreateReader(new SourceReaderContext(0, 1, TimeProvider.System, static () => { }));
        foreach (var (split, position) in splits) reader.AddSplit(split, position);
        while (reader.Read(output) != ReadResult.EndOfInput) { }
        Assert.Equal(splits.Length, output.Finished.Count);
        return output;
    }
}
