using System.Globalization;

namespace Millrace.Connectors.Files;

/// <summary>The name of the file that marks the start of a subtask's attempt.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Subtask">The subtask.</param>
/// <param name="Parallelism">The number of subtasks of the sink.</param>
internal readonly record struct AttemptMark(int Attempt, int Subtask, int Parallelism)
{
    /// <summary>How the names begin.</summary>
    public const string Start = ".attempt-";

    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Start}{Attempt:D10}-{Subtask}-of-{Parallelism}");

    /// <summary>Whether a subtask may own writers that this one owns too: subtasks of one parallelism share none.</summary>
    public bool SharesWritersWith(SinkContext context) => Parallelism != context.Parallelism || Subtask == context.Subtask;

    /// <summary>Parses a name; false where it is not one of ours.</summary>
    public static bool TryParse(string fileName, out AttemptMark mark)
    {
        mark = default;
        if (!fileName.StartsWith(Start, StringComparison.Ordinal)) return false;
        if (fileName[Start.Length..].Split('-') is not [var attempt, var subtask, "of", var parallelism]) return false;
        if (!TryNumber(attempt, out var number) || !TryNumber(subtask, out var index) || !TryNumber(parallelism, out var count)) return false;
        mark = new AttemptMark(number, index, count);
        return true;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
