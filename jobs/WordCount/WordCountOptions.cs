using System.Globalization;
using Millrace;

namespace WordCount;

/// <summary>The options of the job, beside those of every job program.</summary>
public static class WordCountOptions
{
    /// <summary>What to read; the text that comes with the job where none is given.</summary>
    public static JobOption<string> Input { get; } = new(
        "input", "FILE|DIR", "The text to read: a file, or all visible files of a folder (default: a text that comes with the job).", ParsePath, "");

    /// <summary>Where to write; a fresh temporary folder where none is given.</summary>
    public static JobOption<string> Output { get; } = new(
        "output", "DIR", "The folder for the counts (default: a fresh temporary folder, which is printed).", ParsePath, "");

    /// <summary>Lines a second for each subtask of the source; 0 for no limit.</summary>
    public static JobOption<double> Rate { get; } = new(
        "rate", "N", "Lines a second that each source subtask reads: a number from 0, such as 2.5; 0 for no limit (default 0).", ParseRate, 0);

    /// <summary>The text to read.</summary>
    public static string InputOf(JobArguments args) =>
        args.Get(Input) is { Length: > 0 } input ? input : Path.Combine(OwnFolder, "text", "millrace.txt");

    /// <summary>The folder to write; its default is the same whenever the definition of one job runs, and differs between jobs.</summary>
    public static string OutputOf(JobArguments args) =>
        args.Get(Output) is { Length: > 0 } output
            ? output
            : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"wordcount-{args.StartTime:yyyyMMdd-HHmmss-fffffff}-{(uint)args.Seed:x8}"));

    /// <summary>Where the job was built or unpacked to: on a cluster, not where the program lies that runs it.</summary>
    private static string OwnFolder => Path.GetDirectoryName(typeof(WordCountOptions).Assembly.Location)!;

    private static string ParsePath(string text) =>
        text.Trim().Length > 0 ? text : throw new FormatException("It is empty; give a path.");

    private static double ParseRate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate)
            ? rate
            : throw new FormatException($"'{text}' is not a rate; give a number of lines a second, 0 or more.");
}
