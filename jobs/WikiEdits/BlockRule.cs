using System.Globalization;

namespace WikiEdits;

/// <summary>From some time on a channel is not counted.</summary>
/// <param name="Since">The event time in milliseconds.</param>
/// <param name="Channel">The channel.</param>
public sealed record BlockRule(long Since, string Channel)
{
    /// <summary>Reads a line of the block list: a time and a channel, with a tab between them.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static BlockRule Parse(string line) =>
        line.Split('\t') is [var time, { Length: > 0 } channel] && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? new BlockRule(since.ToUnixTimeMilliseconds(), channel)
            : throw new FormatException($"'{line}' is no rule of a block list; write a time, a tab and a channel, such as 2015-09-12T06:00:00Z and #en.wikipedia.");
}
