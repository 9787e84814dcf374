using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Millrace.Hosting.Protocol;

namespace Millrace.Bench.Recovery;

/// <summary>One kill or rescale: its times in seconds.</summary>
internal sealed class Recovery
{
    private readonly string _name;
    private readonly double _detected;
    private readonly double _deployed;
    private readonly double _reading;
    private readonly double _rebuilding;
    private readonly double _rest;

    /// <param name="name">What is done.</param>
    /// <param name="job">The job.</param>
    /// <param name="stamps">What its subtasks write about themselves.</param>
    /// <param name="act">Does it; returns when it began, and the interruption that was reported.</param>
    public Recovery(string name, WatchedJob job, Stamps stamps, Func<(long Begun, Duration? Reported)> act)
    {
        _name = name;
        var before = job.Now.Attempt;
        var (begun, reported) = act();
        Reported = reported?.ToTimeSpan().TotalSeconds;
        job.Wait(() => job.Now.State == Job.Types.State.Running && job.Now.Attempt > before && stamps.First(job.Now.Attempt).Count == job.Now.Parallelism);
        var all = stamps.First(job.Now.Attempt).Values.Max();
        var restores = stamps.RestoresSince(begun);
        var (slowest, left) = (restores.MaxBy(static r => r.Ended), job.First(begun, static j => j.State != Job.Types.State.Running) ?? begun);
        (Total, Gap) = (Seconds(begun, all), Seconds(stamps.Last(before), all));
        (_detected, _deployed) = (Seconds(begun, left), Seconds(left, slowest.Begun));
        (_reading, _rebuilding, _rest) = (slowest.Reading, slowest.Rebuilding, Seconds(slowest.Ended, all));
    }

    /// <summary>Until all subtasks had put out records again.</summary>
    public double Total { get; }

    /// <summary>From the last record before until all subtasks had put out records again.</summary>
    public double Gap { get; }

    /// <summary>The interruption that was reported, where one was.</summary>
    public double? Reported { get; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_name}: {Total:F2} s; noticed or switched {_detected:F2}, deployed {_deployed:F2}, read {_reading:F2}, rebuilt {_rebuilding:F2}, first records {_rest:F2}; nothing came for {Gap:F2}{(Reported is { } reported ? $", reported {reported:F2}" : "")}");

    private static double Seconds(long from, long to) => (double)(to - from) / Stopwatch.Frequency;
}
