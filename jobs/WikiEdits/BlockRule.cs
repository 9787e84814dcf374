using System.Globalization;

namespace WikiEdits;

/// <summary>A rule that excludes a channel from the counts from some time on.</summary>
/// <param name="Since">The event time in milliseconds.</param>
/// <param name="Channel">The channel.</param>
public sealed record BlockRule(long Since, string Channel)
{
    /// <summary>Parses a line of the block list: a time and a channel, separated by a tab.</summary>
    /// <exception cref="FormatException">The line has another format.</exception>
    public static BlockRule Parse(string line) =>
        line.Split('\t') is [var time, { Length: > 0 } channel] && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? new BlockRule(since.ToUnixTimeMilliseconds(), channel)
            : throw new FormatException($"'{line}' is not a rule of a block list; write a time, a tab and a channel, such as 2015-09-12T06:00:00Z and #en.wikipedia.");
}
