using System.Globalization;
using Millrace;

namespace WordCount;

/// <summary>The options of the job, in addition to those of every job program.</summary>
public static class WordCountOptions
{
    /// <summary>The text to read; by default one that comes with the job.</summary>
    public static JobOption<string> Input { get; } = new(
        "input", "FILE|DIR", "The text to read: a file, or all visible files of a folder (default: a text that comes with the job).", ParsePath, "");

    /// <summary>The output folder; by default a new temporary folder.</summary>
    public static JobOption<string> Output { get; } = new(
        "output", "DIR", "The folder for the counts (default: a new temporary folder, which is printed).", ParsePath, "");

    /// <summary>Lines per second for each source subtask; 0 for no limit.</summary>
    public static JobOption<double> Rate { get; } = new(
        "rate", "N", "Lines a second that each source subtask reads: a number from 0, such as 2.5; 0 for no limit (default 0).", ParseRate, 0);

    /// <summary>Returns the path of the text.</summary>
    public static string InputOf(JobArguments args) =>
        args.Get(Input) is { Length: > 0 } input ? input : Path.Combine(Folder, "text", "millrace.txt");

    /// <summary>Returns the output folder; its default is the same each time one job's definition runs, and differs between jobs.</summary>
    public static string OutputOf(JobArguments args) =>
        args.Get(Output) is { Length: > 0 } output
            ? output
            : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"wordcount-{args.StartTime:yyyyMMdd-HHmmss-fffffff}-{(uint)args.Seed:x8}"));

    /// <summary>The folder of the job's own files: beside its assembly, which is not the program's where the job was submitted.</summary>
    private static string Folder => Path.GetDirectoryName(typeof(WordCountOptions).Assembly.Location)!;

    private static string ParsePath(string text) =>
        text.Trim().Length > 0 ? text : throw new FormatException("It is empty; give a path.");

    private static double ParseRate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate)
            ? rate
            : throw new FormatException($"'{text}' is not a rate; give a number of lines a second, 0 or more.");
}
