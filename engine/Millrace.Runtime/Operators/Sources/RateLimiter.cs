namespace Millrace.Runtime.Operators.Sources;

/// <summary>Limits records per second, from its creation on; allowance not used within a tenth of a second is lost.</summary>
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

    /// <summary>How long to wait before checking again: until a record may be emitted, at most a second, because a timer's wait is limited.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Math.Clamp((1 - _allowed) / recordsPerSecond, 0.001, 1));

    public void Take(int records = 1) => _allowed -= records;
}
