using System.Globalization;
using Millrace;
using Nexmark.Queries;

namespace Nexmark;

/// <summary>The options of the benchmark, in addition to those of every job program.</summary>
public static class NexmarkOptions
{
    /// <summary>The query.</summary>
    public static JobOption<string> Query { get; } = new("query", "Q", "The query, q0 to q22; 'list' names them (default q0).", ParseQuery, "q0");

    /// <summary>Whether q12 uses event time.</summary>
    public static JobOption<bool> EventTime { get; } = new(
        "event-time", "true|false", "Whether q12 follows event time instead of the machine's (default false).", ParseBool, false);

    /// <summary>The folder of the three input files.</summary>
    public static JobOption<string> Input { get; } = new(
        "input", "DIR", "The folder with persons.jsonl, auctions.jsonl and bids.jsonl, or the same with .gz.", ParsePath, "");

    /// <summary>The file for the rows.</summary>
    public static JobOption<string> Output { get; } = new("output", "FILE", "The file for the rows, tab-separated under a header line.", ParsePath, "");

    /// <summary>How far events of a file may be out of order.</summary>
    public static JobOption<TimeSpan> MaxDisorder { get; } = new(
        "max-disorder", "TIME", "By how much the events of a file may be out of order, such as 500ms (default 4s).", Durations.Parse, TimeSpan.FromSeconds(4));

    /// <summary>The number of generated events.</summary>
    public static JobOption<long> Events { get; } = new("events", "N", "How many events the generator makes, 1 or more (default 1000000).", ParseEvents, 1_000_000);

    /// <summary>The generator's seed.</summary>
    public static JobOption<ulong> Seed { get; } = new("seed", "N", "The generator's seed, 0 or more (default 1).", ParseSeed, 1);

    private static string ParseQuery(string text) => NexmarkQueries.IsName(text)
        ? text
        : throw new FormatException($"'{text}' is not a query; there are {string.Join(", ", NexmarkQueries.Names)}.");

    private static bool ParseBool(string text) => bool.TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is neither true nor false.");

    private static string ParsePath(string text) => string.IsNullOrWhiteSpace(text) ? throw new FormatException("The path is empty.") : text;

    private static long ParseEvents(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
        ? number
        : throw new FormatException($"'{text}' is not a number of events; give a whole number from 1.");

    private static ulong ParseSeed(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a seed; give a whole number from 0.");
}
