using System.Text;
using CsCheck;

namespace Millrace.Connectors.Files.Tests;

public sealed class TextFileSourceTests
{
    public static TheoryData<string> Texts =>
    [
        "", "\n", "\r\n", "\n\n\n", "one", "one\n", "one\ntwo", "one\r\ntwo\r\n", "\r\n\r\nx\r\n", "a\rb\n\rc", "end\r",
        "häuser am bäch\nü\n", "𝄞𝄞\n\n𝄞", "\uFEFFmarked\nsecond \uFEFF\n", "\uFEFF", "\uFEFF\n", "\uFEFF\r\nx",
        "a line that is longer than most of the ranges that it lies across\nb\n\nc",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_split_size_gives_the_lines_of_the_file(string text)
    {
        for (var size = 1; size <= 40; size++) CheckEverySplit(Encoding.UTF8.GetBytes(text), size);
    }

    [Fact]
    public void Random_bytes_in_random_splits_give_the_lines_of_the_file()
    {
        byte[][] pieces =
        [
            [.. "a"u8], [.. "bc"u8], [.. "\n"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [.. "é"u8], [.. "𝄞"u8], [0xFF], [0xEF, 0xBB, 0xBF],
        ];
        var text = Gen.Int[0, pieces.Length - 1].Array[0, 60].Select(chosen => chosen.SelectMany(i => pieces[i]).ToArray());
        Gen.Select(text, Gen.Int[1, 80]).Sample(CheckEverySplit, iter: 300);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_whole()
    {
        using var folder = new TemporaryFolder();
        string[] lines = [new('x', 300_000), "short", new('y', 70_000), "", new('z', 9_000)];
        var path = folder.Write("long.txt", string.Join("\n", lines));
        foreach (var size in new[] { 10_000, 64 * 1024, 1 << 20 })
        {
            var source = new TextFileSource(path, size);
            Assert.Equal(lines, SplitOutput.Of(source, [.. source.DiscoverSplits().Select(s => (s, (SplitPosition?)null))]).Lines);
        }
    }

    [Fact]
    public void A_reader_stops_where_there_is_no_room_and_after_some_hundred_lines()
    {
        using var folder = new TemporaryFolder();
        var source = new TextFileSource(folder.Write("many.txt", string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i}\n"))));
        using var reader = source.CreateReader(new SourceReaderContext(0, 1, TimeProvider.System, static () => { }));
        reader.AddSplit(Assert.Single(source.DiscoverSplits()), null);
        var output = new SplitOutput { Room = 3 };
        Assert.Equal(ReadResult.MoreAvailable, reader.Read(output));
        Assert.Equal(["0", "1", "2"], output.Lines);
        output.Room = int.MaxValue;
        Assert.Equal(ReadResult.MoreAvailable, reader.Read(output));
        Assert.InRange(output.Records.Count, 100, 1000);
    }

    [Fact]
    public void Visible_files_of_a_folder_are_read_in_ordinal_order()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "b.txt", "B.txt", "a/z.txt", "a/.hidden", "_skipped/x.txt", ".git/x", "_owner", "a-b.txt" }) folder.Write(name, name + "\n");
        folder.Write("empty.txt", "");
        var source = new TextFileSource(folder.Root + "/");
        source.Validate();
        Assert.Equal(["B.txt", "a-b.txt", "a/z.txt", "b.txt"], source.DiscoverSplits().Select(s => s.Group));
        Assert.Equal(["B.txt", "a-b.txt", "a/z.txt", "b.txt"], SplitOutput.Of(source, [.. source.DiscoverSplits().Select(s => (s, (SplitPosition?)null))]).Lines);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        folder.Write("only/.hidden", "x");
        Assert.Contains("does not exist", Refusal(folder["nothing"]));
        Assert.Contains("holds no files", Refusal(folder["only"]));
        Assert.Contains("does not exist", Refusal(folder["only/.hidden/below"]));
        Assert.Throws<InvalidJobException>(() => new TextFileSource(" "));
        Assert.Throws<InvalidJobException>(() => new TextFileSource("x", 0));

        static string Refusal(string path) => Assert.Throws<InvalidJobException>(new TextFileSource(path).Validate).Message;
    }

    /// <summary>Checks all splits together, and each one from each of its positions, against a simple reading of the bytes.</summary>
    private static void CheckEverySplit(byte[] bytes, int size)
    {
        using var folder = new TemporaryFolder();
        var source = new TextFileSource(folder.Write("text.txt", bytes), size);
        var splits = source.DiscoverSplits();
        Assert.Equal((bytes.Length + size - 1) / size, splits.Count);
        Assert.All(splits, (split, i) => Assert.Equal(("text.txt", i), (split.Group, split.Ordinal)));
        var expected = Lines(bytes);
        foreach (var split in splits)
        {
            var owned = expected.Where(l => l.Start / size == split.Ordinal).ToList();
            var whole = SplitOutput.Of(source, (split, null));
            Assert.Equal(owned.Select(l => l.Text), whole.Lines);
            for (var i = 0; i < whole.Records.Count; i++)
                Assert.Equal(owned.Skip(i + 1).Select(l => l.Text), SplitOutput.Of(source, (split, whole.Records[i].Next)).Lines);
        }

        Assert.Equal(expected.Select(l => l.Text), SplitOutput.Of(source, [.. splits.Select(s => (s, (SplitPosition?)null))]).Lines);
    }

    private static List<(int Start, string Text)> Lines(byte[] bytes)
    {
        var lines = new List<(int, string)>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            var from = start == 0 && bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : start;
            var to = end < 0 ? bytes.Length : end;
            var text = Encoding.UTF8.GetString(bytes.AsSpan(from, to - from));
            if (end >= 0 || to > from) lines.Add((start, text.EndsWith('\r') ? text[..^1] : text));
            start = end < 0 ? bytes.Length : end + 1;
        }

        return lines;
    }
}
