namespace Millrace.Bench.States;

/// <summary>Random keys below a bound (Marsaglia's xorshift; Lemire's reduction).</summary>
internal struct RandomKeys(long bound)
{
    private ulong _state = 0x9E3779B97F4A7C15;

    public long Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (long)Math.BigMul(_state, (ulong)bound, out _);
    }
}
