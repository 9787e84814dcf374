using System.IO.Compression;
using System.Text;

namespace Millrace.Connectors.Files.Tests;

public sealed class CompressedFileTests : IDisposable
{
    private static readonly string[] s_lines = [.. Enumerable.Range(0, 900).Select(i => $"{i} häuser"), "", new('x', 90_000), "last"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_compressed_file_is_one_split_with_the_lines_of_its_text()
    {
        var source = new TextFileSource(_folder.Write("text.GZ", Compress(string.Join("\r\n", s_lines))), splitBytes: 10);
        source.Validate();
        Assert.Equal(s_lines, SplitOutput.Of(source, (Assert.Single(source.DiscoverSplits()), null)).Lines);
    }

    [Fact]
    public void It_goes_on_from_any_position()
    {
        var source = new TextFileSource(_folder.Write("text.gz", Compress(string.Join('\n', s_lines))));
        var split = Assert.Single(source.DiscoverSplits());
        var whole = SplitOutput.Of(source, (split, null));
        foreach (var at in new[] { 0, 1, 500, 899, 900, 901, 902 })
            Assert.Equal(s_lines[(at + 1)..], SplitOutput.Of(source, (split, whole.Records[at].Next)).Lines);
    }

    [Fact]
    public void Compressed_and_plain_files_lie_beside_each_other_and_may_be_empty()
    {
        _folder.Write("in/a.txt", "a\n");
        _folder.Write("in/b.gz", Compress("b\n"));
        _folder.Write("in/c.gz", Compress(""));
        _folder.Write("in/d.gz", "");
        _folder.Write("in/e.gz", [.. Compress("e\n"), .. Compress("f\n")]);
        var source = new TextFileSource(_folder["in"]);
        Assert.Equal(["a", "b", "e", "f"], SplitOutput.Of(source, [.. source.DiscoverSplits().Select(s => (s, (SplitPosition?)null))]).Lines);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_file_that_is_cut_off_is_an_error_and_never_a_shorter_text(double part)
    {
        var bytes = Compress(string.Join('\n', s_lines));
        var source = new TextFileSource(_folder.Write("cut.gz", bytes.AsSpan(0, (int)(bytes.Length * part))));
        var cut = Assert.Throws<InvalidDataException>(() => SplitOutput.Of(source, (source.DiscoverSplits()[0], null)));
        Assert.Contains("cut.gz is not a complete gzip file", cut.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_compressed_file_is_an_error_that_names_it()
    {
        var source = new TextFileSource(_folder.Write("text.gz", "plain text, in truth"));
        var plain = Assert.Throws<InvalidDataException>(() => SplitOutput.Of(source, (source.DiscoverSplits()[0], null)));
        Assert.Contains("text.gz is not a complete gzip file", plain.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_parsed_at_the_source()
    {
        var lines = new TextFileSource(_folder.Write("numbers.txt", "1\n20\n300\n"), splitBytes: 3);
        var numbers = lines.Parse(int.Parse);
        Assert.Equal((lines.Boundedness, true), (numbers.Boundedness, numbers.Reads(_folder["numbers.txt"])));
        Assert.Equal(lines.DiscoverSplits(), numbers.DiscoverSplits());
        using var reader = numbers.CreateReader(new SourceReaderContext(0, 1, TimeProvider.System, static () => { }));
        foreach (var split in numbers.DiscoverSplits()) reader.AddSplit(split, null);
        var output = new Numbers();
        while (reader.Read(output) != ReadResult.EndOfInput) { }
        Assert.Equal([1, 20, 300], output.Values);
        Assert.Equal(lines.DiscoverSplits().Count, output.Finished);
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest)) stream.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    private sealed class Numbers : ISourceOutput<int>
    {
        public List<int> Values { get; } = [];

        public int Finished { get; private set; }

        public bool HasRoom => true;

        public void Emit(SourceSplit split, int value, SplitPosition next, long timestamp = Timestamps.None) => Values.Add(value);

        public void Emit(SourceSplit split, ReadOnlySpan<int> values, SplitPosition next) => Values.AddRange(values);

        public void Finish(SourceSplit split) => Finished++;
    }
}
