namespace Millrace.Runtime.Operators;

/// <summary>Allows so many records a second, counted from its making; what was not used within a tenth of a second is lost.</summary>
internal sealed class RateLimiter(double recordsPerSecond, TimeProvider time)
{
    private double _allowed;
    private long _last = time.GetTimestamp();

    /// <summary>Whether a record may be emitted now.</summary>
    public bool HasRoom
    {
        get
        {
            var now = time.GetTimestamp();
            _allowed = Math.Min(_allowed + (time.GetElapsedTime(_last, now).TotalSeconds * recordsPerSecond), Math.Max(1, recordsPerSecond / 10));
            _last = now;
            return _allowed >= 1;
        }
    }

    /// <summary>After how long to look again: when a record may be emitted, or in a second, because a timer cannot wait without limit.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Math.Clamp((1 - _allowed) / recordsPerSecond, 0.001, 1));

    public void Take(int records = 1) => _allowed -= records;
}
