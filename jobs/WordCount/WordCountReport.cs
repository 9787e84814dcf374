using Millrace;
using Millrace.Local;

namespace WordCount;

/// <summary>The report printed at the end of a run: the most frequent words.</summary>
public static class WordCountReport
{
    private const int Words = 10;

    /// <summary>Writes the words to standard output.</summary>
    public static void Write(JobReport report, JobArguments args)
    {
        TopWords.Write(WordCountOptions.OutputOf(args), Words, Console.Out);
    }
}
