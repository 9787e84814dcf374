namespace Millrace;

/// <summary>A monotonically increasing counter. One thread adds; any thread may read.</summary>
public sealed class Counter
{
    private long _value;

    /// <summary>The current count.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Adds one.</summary>
    public void Add() => Volatile.Write(ref _value, _value + 1);
}
