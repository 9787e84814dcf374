using System.Globalization;
using Millrace.JobManager;

namespace Millrace.Local;

/// <summary>Records, rate and last checkpoint on standard error: one updating line on a terminal, plain lines elsewhere.</summary>
internal sealed class ProgressLine : IDisposable
{
    private readonly Func<(long Records, JobResult Result)> _read;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly bool _interactive = !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private long _lastRecords;
    private long _last;

    public ProgressLine(TimeProvider time, Func<(long Records, JobResult Result)> read)
    {
        (_time, _read, _last) = (time, read, time.GetTimestamp());
        var period = TimeSpan.FromMilliseconds(_interactive ? 250 : 2000);
        _timer = time.CreateTimer(_ => Print(), null, period, period);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Print();
        if (_interactive) Console.Error.WriteLine();
    }

    private void Print()
    {
        lock (_lock)
        {
            var (records, result) = _read();
            var elapsed = _time.GetElapsedTime(_last);
            var rate = Math.Max(0, records - _lastRecords) / Math.Max(0.001, elapsed.TotalSeconds);
            (_last, _lastRecords) = (_time.GetTimestamp(), records);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{result.State.ToString().ToLowerInvariant()}: {records:N0} records, {rate:N0}/s, last checkpoint {(result.LatestCheckpoint == 0 ? "none" : result.LatestCheckpoint)}");
            if (_interactive) Console.Error.Write($"\r{text.PadRight(100)}");
            else Console.Error.WriteLine(text);
        }
    }
}
