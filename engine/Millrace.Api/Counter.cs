namespace Millrace;

/// <summary>A number that only grows. One thread adds, any may read.</summary>
public sealed class Counter
{
    private long _value;

    /// <summary>The number so far.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Adds one.</summary>
    public void Add() => Volatile.Write(ref _value, _value + 1);
}
