using System.Globalization;
using Millrace.JobManager;

namespace Millrace.Local;

/// <summary>Prints records, rate and last checkpoint: one updating line on an interactive terminal, a plain line at intervals elsewhere.</summary>
internal sealed class ProgressLine : IDisposable
{
    /// <summary>Clears the rest of a terminal's line.</summary>
    public const string ClearLine = "\e[K";

    private static readonly TimeSpan UpdatePeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(2);

    /// <summary>The period over which a rate is averaged: that of a single update would flicker when there are few records.</summary>
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(5);

    private readonly Func<(Figures Figures, JobResult Result)> _read;
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly long _begun;
    private readonly Queue<(long Time, long Records)> _samples = new();
    private bool _ended;

    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="read">Returns the figures and the job's current result.</param>
    public ProgressLine(Terminal terminal, TimeProvider time, Func<(Figures Figures, JobResult Result)> read)
    {
        (_terminal, _time, _read) = (terminal, time, read);
        _begun = time.GetTimestamp();
        _samples.Enqueue((_begun, 0));
        var period = terminal.Width is null ? LinePeriod : UpdatePeriod;
        _timer = time.CreateTimer(_ => Update(), null, period, period);
    }

    /// <summary>Prints the final line, with the mean rate.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (_ended) return;
            _ended = true;
            _samples.Clear();
            _samples.Enqueue((_begun, 0));
            Print();
            if (_terminal.Width is not null) _terminal.Error.WriteLine();
        }
    }

    private void Update()
    {
        lock (_lock)
        {
            if (!_ended) Print();
        }
    }

    private void Print()
    {
        var (figures, result) = _read();
        var records = figures.SourceRecords;
        var now = _time.GetTimestamp();
        // A new attempt counts from its checkpoint.
        if (records < _samples.Last().Records)
        {
            _samples.Clear();
            _samples.Enqueue((now, records));
        }

        var (since, before) = _samples.Peek();
        var rate = Math.Max(0, records - before) / Math.Max(0.001, _time.GetElapsedTime(since, now).TotalSeconds);
        Remember(now, records);
        var checkpoint = result.LatestCheckpoint == 0 ? "none" : result.LatestCheckpoint.ToString(CultureInfo.InvariantCulture);
        var restarts = figures.Restarts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {figures.Restarts} {(figures.Restarts == 1 ? "restart" : "restarts")}");
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.State.ToString().ToLowerInvariant()}: {records:N0} records, {rate:N0}/s, last checkpoint {checkpoint}{restarts}{result.Losses.Suffix}"));
    }

    private void Remember(long now, long records)
    {
        _samples.Enqueue((now, records));
        while (_samples.Count > 1 && _time.GetElapsedTime(_samples.Peek().Time, now) >= RateSpan) _samples.Dequeue();
    }

    private void Write(string text)
    {
        if (_terminal.Width is null)
        {
            _terminal.Error.WriteLine(text);
            return;
        }

        // A line that wraps could not be updated. The cursor returns to its start, so that log output in between starts there.
        var width = Math.Max(1, _terminal.Width() - 1);
        _terminal.Error.Write($"{text.AsSpan(0, Math.Min(text.Length, width))}{ClearLine}\r");
    }
}
