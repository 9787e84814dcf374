using System.Globalization;
using Millrace;

namespace WikiEdits;

/// <summary>The options of the job, in addition to those of every job program.</summary>
public static class WikiEditsOptions
{
    /// <summary>The edits; by default a sample that comes with the job.</summary>
    public static JobOption<string> Input { get; } = new(
        "input", "FILE|DIR", "The edits, one JSON object per line: a file (.gz too), or all visible files of a folder (default: a sample that comes with the job).", ParsePath, "");

    /// <summary>The block list; by default one that comes with the job.</summary>
    public static JobOption<string> Blocked { get; } = new(
        "blocked", "FILE", "The channels that are not counted: lines of a time and a channel, by time (default: a list that comes with the job).", ParsePath, "");

    /// <summary>The output folder; by default a new temporary folder.</summary>
    public static JobOption<string> Output { get; } = new(
        "output", "DIR", "The folder for the results (default: a new temporary folder, which is printed).", ParsePath, "");

    /// <summary>Returns the path of the edits.</summary>
    public static string InputOf(JobArguments args) => Given(args, Input) ?? Path.Combine(Folder, "edits", "edits.json");

    /// <summary>Returns the path of the block list.</summary>
    public static string BlockedOf(JobArguments args) => Given(args, Blocked) ?? Path.Combine(Folder, "edits", "blocked.tsv");

    /// <summary>Returns the output folder; its default is the same each time one job's definition runs, and differs between jobs.</summary>
    public static string OutputOf(JobArguments args) => Given(args, Output)
        ?? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"wikiedits-{args.StartTime:yyyyMMdd-HHmmss-fffffff}-{(uint)args.Seed:x8}"));

    /// <summary>The folder of the job's own files: beside its assembly, which is not the program's where the job was submitted.</summary>
    private static string Folder => Path.GetDirectoryName(typeof(WikiEditsOptions).Assembly.Location)!;

    private static string? Given(JobArguments args, JobOption<string> option) => args.Get(option) is { Length: > 0 } path ? path : null;

    private static string ParsePath(string text) => text.Trim().Length > 0 ? text : throw new FormatException("It is empty; give a path.");
}
