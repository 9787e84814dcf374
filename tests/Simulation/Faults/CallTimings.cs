namespace Millrace.Simulation.Tests.Faults;

/// <summary>Draws when calls of the storage take effect and are answered. How long that takes as a rule is drawn once per run.</summary>
internal sealed class CallTimings
{
    private const int LongestWait = 8000;

    private const int StallOneIn = 50;
    private const int LongestStall = 150_000;

    private readonly Random _random;
    private readonly int _immediateOneIn;
    private readonly int _usual;
    private readonly int _slowOneIn;
    private int _stallsLeft;

    /// <param name="random">Decides.</param>
    /// <param name="hasFaults">Whether calls may be slower than is usual.</param>
    public CallTimings(Random random, bool hasFaults)
    {
        _random = random;
        _immediateOneIn = random.Next(3) switch { 0 => 0, 1 => 10, _ => 2 };
        _usual = random.Next(3) switch { 0 => 0, 1 => 3, _ => 15 };
        if (!hasFaults) return;
        _slowOneIn = random.Next(3) switch { 0 => 0, 1 => 60, _ => 600 };
        _stallsLeft = random.Next(6) == 0 ? random.Next(1, 3) : 0;
    }

    /// <summary>Draws for the next call.</summary>
    public CallTiming Next()
    {
        var isStalled = _stallsLeft > 0 && _random.Next(StallOneIn) == 0;
        if (isStalled) _stallsLeft--;
        var isSlow = isStalled || (_slowOneIn > 0 && _random.Next(_slowOneIn) == 0);
        if (!isSlow && _immediateOneIn > 0 && _random.Next(_immediateOneIn) == 0) return new CallTiming(EffectMoment.AtOnce, TimeSpan.Zero, TimeSpan.Zero) { IsImmediate = true };
        var whole = isStalled ? _random.Next(1, LongestStall) : isSlow ? _random.Next(1, _random.Next(4) == 0 ? LongestWait : 200) : _random.Next(_usual + 1);
        var moment = (EffectMoment)_random.Next(3);
        var before = moment == EffectMoment.OnTheWay ? _random.Next(whole + 1) : 0;
        return new CallTiming(moment, TimeSpan.FromMilliseconds(before), TimeSpan.FromMilliseconds(whole - before)) { IsSent = _random.Next(2) == 0, IsSlow = isSlow, IsStalled = isStalled };
    }
}
