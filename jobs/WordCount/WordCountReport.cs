using Millrace;
using Millrace.Local;

namespace WordCount;

/// <summary>What a run prints at its end: the most frequent words, and where the counts are.</summary>
public static class WordCountReport
{
    private const int Words = 10;

    /// <summary>Writes the words to standard output and the folder to standard error.</summary>
    public static void Write(JobReport report, JobArguments args)
    {
        var output = WordCountOptions.OutputOf(args);
        Console.Error.WriteLine($"output: {output}");
        TopWords.Write(output, Words, Console.Out);
    }
}
