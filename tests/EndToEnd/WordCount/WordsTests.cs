using Millrace.Tests.Testing;
using WordCount;

namespace Millrace.EndToEnd.Tests.WordCount;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" .,;- ", "")]
    [InlineData("To be, or NOT to be.", "to be or not to be")]
    [InlineData("snake_case x1 _ 3rd", "snake_case x1 _ 3rd")]
    [InlineData("it's o'clock", "it s o clock")]
    [InlineData("Ärger über ÉTÉ", "ärger über été")]
    [InlineData("𐐀𐐨-𝄞x", "𐐨𐐨 x")]
    [InlineData("half\uD800pair\uDC00s", "half pair s")]
    public void A_word_is_a_run_of_letters_digits_and_underscores(string line, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Words.Split(line));

    [Fact]
    public void Shakespeare_is_split_as_expected()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(SharedMaterial.Path("data/tinyshakespeare.txt")))
        {
            foreach (var word in Words.Split(line)) counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var expected = File.ReadLines(SharedMaterial.Path("data/expected/shakespeare_wordcount.tsv"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), counts.Select(c => $"{c.Key}\t{c.Value}").Order(StringComparer.Ordinal));
    }
}
