using System.Globalization;
using Millrace;

namespace WikiEdits;

/// <summary>The options of the job, beside those of every job program.</summary>
public static class WikiEditsOptions
{
    /// <summary>The edits; some that come with the job where none are given.</summary>
    public static JobOption<string> Input { get; } = new(
        "input", "FILE|DIR", "The edits, one in JSON a line: a file, also a .gz, or all visible files of a folder (default: some that come with the job).", ParsePath, "");

    /// <summary>The block list; one that comes with the job where none is given.</summary>
    public static JobOption<string> Blocked { get; } = new(
        "blocked", "FILE", "The channels that are not counted: lines of a time and a channel, by time (default: a list that comes with the job).", ParsePath, "");

    /// <summary>Where to write; a fresh temporary folder where none is given.</summary>
    public static JobOption<string> Output { get; } = new(
        "output", "DIR", "The folder for what comes out (default: a fresh temporary folder, which is printed).", ParsePath, "");

    /// <summary>The edits to read.</summary>
    public static string InputOf(JobArguments args) => Given(args, Input) ?? Path.Combine(OwnFolder, "edits", "edits.json");

    /// <summary>The block list to read.</summary>
    public static string BlockedOf(JobArguments args) => Given(args, Blocked) ?? Path.Combine(OwnFolder, "edits", "blocked.tsv");

    /// <summary>The folder to write; its default is the same whenever the definition of one job runs, and differs between jobs.</summary>
    public static string OutputOf(JobArguments args) => Given(args, Output)
        ?? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"wikiedits-{args.StartTime:yyyyMMdd-HHmmss-fffffff}-{(uint)args.Seed:x8}"));

    /// <summary>Where the job was built or unpacked to: on a cluster, not where the program lies that runs it.</summary>
    private static string OwnFolder => Path.GetDirectoryName(typeof(WikiEditsOptions).Assembly.Location)!;

    private static string? Given(JobArguments args, JobOption<string> option) => args.Get(option) is { Length: > 0 } path ? path : null;

    private static string ParsePath(string text) => text.Trim().Length > 0 ? text : throw new FormatException("It is empty; give a path.");
}
