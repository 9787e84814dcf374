using Millrace.Bench.Measuring;
using WordCount;

namespace Millrace.Bench.Words;

/// <summary>Compares the word count of jobs/WordCount with <see cref="WordCountBaseline"/>, over a text of 100 MB.</summary>
internal static class WordCountComparison
{
    private const int InputBytes = 100_000_000;

    public static void Run(int rounds) => InFolder((folder, input, words, engine) =>
        Comparison.Run("word count", "word", words, 0.5, rounds, () => WordCountBaseline.Run(input, Path.Combine(folder, "baseline.tsv")), engine));

    /// <summary>Compares the job with itself under a metrics listener.</summary>
    public static void RunListened(int rounds) => InFolder((_, _, words, engine) =>
        Comparison.Run("word count with a listener", "word", words, 1, rounds, engine, () => MetricsListener.During(engine)));

    private static void InFolder(Action<string, string, long, Action> compare)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        try
        {
            var input = Path.Combine(folder, "input.txt");
            TextOf(input);
            var words = WordCountBaseline.Run(input, Path.Combine(folder, "baseline.tsv"));
            Check(folder, input, words);
            var output = Path.Combine(folder, "output");
            compare(folder, input, words, Engine);

            void Engine()
            {
                if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
                EngineRun.Execute(static () => new WordCountJob(), "--input", input, "--output", output);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Repeats the text of shared/ if it exists, otherwise that of the job.</summary>
    private static void TextOf(string path)
    {
        var shared = Path.Combine(Path.GetDirectoryName(ProjectFolder())!, "..", "shared", "data", "tinyshakespeare.txt");
        var text = File.ReadAllBytes(File.Exists(shared) ? shared : WordCountOptions.InputOf(new JobArguments()));
        using var file = File.Create(path);
        while (file.Length < InputBytes) file.Write(text);
    }

    private static string ProjectFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetDirectoryName(Path.GetDirectoryName(file))!;

    /// <summary>Both must give the same counts, or the comparison is meaningless.</summary>
    private static void Check(string folder, string input, long words)
    {
        var output = Path.Combine(folder, "checked");
        EngineRun.Execute(static () => new WordCountJob(), "--input", input, "--output", output);
        var baseline = Path.Combine(folder, "expected");
        Directory.CreateDirectory(baseline);
        File.Move(Path.Combine(folder, "baseline.tsv"), Path.Combine(baseline, "baseline.tsv"));
        var (expected, counted) = (TopWords.Of(baseline, int.MaxValue), TopWords.Of(output, int.MaxValue));
        if (!expected.SequenceEqual(counted) || expected.Sum(static w => w.Count) != words)
            throw new InvalidOperationException("The job's counts are not those of the baseline.");
        Directory.Delete(output, recursive: true);
        Directory.Delete(baseline, recursive: true);
    }
}
