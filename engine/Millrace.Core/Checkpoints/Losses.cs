using System.Globalization;

namespace Millrace.Core.Checkpoints;

/// <summary>What a job dropped from its results without failing.</summary>
/// <param name="LateRecords">Records that operators dropped because they were late, excluding those sent to a side output.</param>
/// <param name="SkippedRecords">Records for which an operator's function threw, and that <c>OnError</c> skipped.</param>
/// <param name="DroppedTimers">Processing-time timers that were pending at the end of input.</param>
public readonly record struct Losses(long LateRecords, long SkippedRecords, long DroppedTimers)
{
    /// <summary>Adds the counts.</summary>
    public static Losses operator +(Losses left, Losses right) =>
        new(left.LateRecords + right.LateRecords, left.SkippedRecords + right.SkippedRecords, left.DroppedTimers + right.DroppedTimers);

    /// <summary>
    /// A display text, in which each part starts with a comma: ", 2 late records dropped, 1 failed record skipped"; empty if there are none.
    /// </summary>
    public string Suffix =>
        Part(LateRecords, "late record", "dropped") + Part(SkippedRecords, "failed record", "skipped") + Part(DroppedTimers, "timer", "dropped at the end of input");

    private static string Part(long count, string what, string how) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count:N0} {what}{(count == 1 ? "" : "s")} {how}");
}
