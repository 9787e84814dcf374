using WordCount;

namespace Millrace.EndToEnd.Tests.WordCount;

public sealed class TopWordsTests
{
    [Fact]
    public void The_highest_visible_count_of_a_word_counts()
    {
        var folder = Directory.CreateTempSubdirectory("millrace-top-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "part-00000-0000000001.tsv"), "be\t1\nor\t1\nbe\t2\n");
            File.WriteAllText(Path.Combine(folder, "part-00001-0000000001.tsv"), "not\t1\nto\t1\nto\t2\nto\t10\n");
            File.WriteAllText(Path.Combine(folder, ".part-00001-0000000001-0000000001.tsv"), "not\t99\n");
            Assert.Equal([("to", 10), ("be", 2), ("not", 1)], TopWords.Of(folder, 3));
            var text = new StringWriter { NewLine = "\n" };
            TopWords.Write(folder, 2, text);
            Assert.Equal("10  to\n 2  be\n", text.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_output_that_does_not_exist_has_no_words() => Assert.Empty(TopWords.Of("/nowhere/at/all", 5));
}
