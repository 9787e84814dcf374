using System.CommandLine;
using Grpc.Core;

namespace Millrace.Cli.Parsing;

/// <summary>How long a command waits for the job manager: its option <c>--timeout</c>, and the deadline of its calls.</summary>
internal sealed class Deadline
{
    /// <param name="waitsFor">What it waits for, for the help.</param>
    /// <param name="limit">How long where the option is not given.</param>
    public Deadline(string waitsFor, TimeSpan limit)
    {
        Limit = limit;
        var shown = limit < TimeSpan.FromMinutes(2) ? $"{limit.TotalSeconds:0}s" : $"{limit.TotalMinutes:0}m";
        Option = Values.Option<TimeSpan?>("--timeout", "TIME", $"How long to wait {waitsFor}: a number and ms, s, m or h (default {shown}).", text => Durations.Parse(text));
    }

    public Option<TimeSpan?> Option { get; }

    private TimeSpan Limit { get; }

    /// <summary>Whether the user says how long.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Option) is not null;

    /// <summary>How long it waits.</summary>
    public TimeSpan Of(ParseResult parsed) => parsed.GetValue(Option) ?? Limit;

    /// <summary>The options of a call that ends by then. The job manager answers a moment before, and says what it waited for.</summary>
    public CallOptions Call(ParseResult parsed, CancellationToken interrupted) => new(deadline: DateTime.UtcNow + Of(parsed), cancellationToken: interrupted);
}
