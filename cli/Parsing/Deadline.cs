using System.CommandLine;
using Grpc.Core;

namespace Millrace.Cli.Parsing;

/// <summary>How long a command waits for the job manager: its option <c>--timeout</c>, and the deadline of its calls.</summary>
internal sealed class Deadline
{
    /// <param name="waitsFor">What it waits for, for the help.</param>
    /// <param name="limit">The default.</param>
    public Deadline(string waitsFor, TimeSpan limit)
    {
        Limit = limit;
        var shown = limit < TimeSpan.FromMinutes(2) ? $"{limit.TotalSeconds:0}s" : $"{limit.TotalMinutes:0}m";
        Option = Values.Option<TimeSpan?>("--timeout", "TIME", $"How long to wait {waitsFor}: a number and ms, s, m or h (default {shown}).", text => Durations.Parse(text));
    }

    /// <summary>How much longer than the option says a call may take: time to connect, and for the answer to arrive.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(2);

    public Option<TimeSpan?> Option { get; }

    private TimeSpan Limit { get; }

    /// <summary>Whether the user gave the option.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Option) is not null;

    /// <summary>Returns how long the command waits.</summary>
    public TimeSpan Of(ParseResult parsed) => parsed.GetValue(Option) ?? Limit;

    /// <summary>Returns the options of a call with this limit. The job manager answers two seconds before the deadline of a call, and reports what it waited for.</summary>
    public CallOptions Call(ParseResult parsed, CancellationToken interrupted) => new(deadline: DateTime.UtcNow + Of(parsed) + s_moment, cancellationToken: interrupted);
}
