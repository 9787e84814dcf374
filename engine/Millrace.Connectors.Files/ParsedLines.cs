namespace Millrace.Connectors.Files;

/// <summary>The lines of a source, parsed into records, so that their event times are known at the source, split by split.</summary>
internal sealed class ParsedLines<T>(TextFileSource lines, Func<string, T> parse) : ISource<T>
{
    public Boundedness Boundedness => lines.Boundedness;

    public void Validate() => lines.Validate();

    public bool Reads(string path) => lines.Reads(path);

    public IReadOnlyList<SourceSplit> DiscoverSplits() => lines.DiscoverSplits();

    public ISourceReader<T> CreateReader(SourceReaderContext context) => new Reader(lines.CreateReader(context), parse);

    private sealed class Reader(ISourceReader<string> lines, Func<string, T> parse) : ISourceReader<T>
    {
        private readonly Output _output = new(parse);

        public void AddSplit(SourceSplit split, SplitPosition? position) => lines.AddSplit(split, position);

        public ReadResult Read(ISourceOutput<T> output)
        {
            _output.Target = output;
            return lines.Read(_output);
        }

        public void Dispose() => lines.Dispose();
    }

    private sealed class Output(Func<string, T> parse) : ISourceOutput<string>
    {
        public ISourceOutput<T> Target { get; set; } = null!;

        public bool HasRoom => Target.HasRoom;

        public void Emit(SourceSplit split, string value, SplitPosition next, long timestamp = Timestamps.None) =>
            Target.Emit(split, parse(value), next, timestamp);

        public void Emit(SourceSplit split, ReadOnlySpan<string> values, SplitPosition next)
        {
            var records = new T[values.Length];
            for (var i = 0; i < values.Length; i++) records[i] = parse(values[i]);
            Target.Emit(split, records.AsSpan(), next);
        }

        public void Finish(SourceSplit split) => Target.Finish(split);
    }
}
