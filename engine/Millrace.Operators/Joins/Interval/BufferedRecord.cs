namespace Millrace;

/// <summary>A record that waits for partners.</summary>
/// <param name="Value">The record.</param>
/// <param name="IsMatched">Whether it had one, where that is asked when its time is over.</param>
internal readonly record struct BufferedRecord<T>(T Value, bool IsMatched);

/// <summary>A record's place among those of its key.</summary>
/// <param name="Time">Its time.</param>
/// <param name="Index">Which record of that time, from 0, without gaps.</param>
internal readonly record struct TimedPlace(long Time, int Index);
